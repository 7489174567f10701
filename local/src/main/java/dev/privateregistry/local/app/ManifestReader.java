package dev.privateregistry.local.app;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the YAML and JSON files given on the command line. */
final class ManifestReader {
  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());
  private static final List<String> SUFFIXES = List.of(".yaml", ".yml", ".json");

  private ManifestReader() {}

  /** The files meant: a folder stands for the manifests directly in it, by name. */
  static List<Path> files(List<Path> arguments) throws UpException {
    List<Path> files = new ArrayList<>();
    for (Path argument : arguments) {
      if (Files.isDirectory(argument)) {
        try (Stream<Path> entries = Files.list(argument)) {
          entries.filter(ManifestReader::isManifest).sorted().forEach(files::add);
        } catch (IOException e) {
          throw new UpException(
              argument + ": the folder cannot be read; give yourself the right", e);
        }
      } else {
        files.add(argument);
      }
    }
    return files;
  }

  static byte[] content(Path file) throws UpException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new UpException(file + ": there is no such file; check the path", e);
    } catch (IOException e) {
      throw new UpException(file + ": the file cannot be read; give yourself the right to", e);
    }
  }

  static List<Manifest> read(Path file, byte[] content) throws UpException {
    String text = new String(content, StandardCharsets.UTF_8);
    List<Manifest> manifests = new ArrayList<>();
    try (JsonParser parser = YAML.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        int line = parser.currentTokenLocation().getLineNr();
        JsonNode document = YAML.readTree(parser);
        if (!isEmpty(document)) {
          add(file, line, document, manifests);
        }
      }
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new UpException(
          file + ", line " + line + ": not valid YAML: " + firstLine(e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new UpException(file + ": " + e.getMessage(), e);
    }
    return manifests;
  }

  /** Two separators with nothing between. */
  private static boolean isEmpty(@Nullable JsonNode document) {
    return document == null
        || document.isNull()
        || document.isMissingNode()
        || (document.isTextual() && document.asText().isEmpty());
  }

  private static boolean isManifest(Path file) {
    return SUFFIXES.stream().anyMatch(suffix -> file.toString().endsWith(suffix))
        && Files.isRegularFile(file);
  }

  private static void add(Path file, int line, JsonNode document, List<Manifest> manifests)
      throws UpException {
    if (!document.isObject()) {
      throw new UpException(
          file
              + ", line "
              + line
              + ": not a Kubernetes object: a document has fields such as kind");
    }
    if (document.path("kind").asText().equals("List") && document.path("items").isArray()) {
      for (JsonNode item : document.path("items")) {
        add(file, line, item, manifests);
      }
      return;
    }
    require(file, line, document, "/apiVersion", "apiVersion");
    require(file, line, document, "/kind", "kind");
    require(file, line, document, "/metadata/name", "metadata.name");
    try {
      manifests.add(
          new Manifest(file, line, YAML.treeToValue(document, GenericKubernetesResource.class)));
    } catch (JsonProcessingException e) {
      throw new UpException(
          file + ", line " + line + ": metadata: " + firstLine(e.getOriginalMessage()), e);
    }
  }

  private static void require(Path file, int line, JsonNode document, String pointer, String field)
      throws UpException {
    JsonNode value = document.at(pointer);
    if (!value.isTextual() || value.asText().isBlank()) {
      throw new UpException(
          file
              + ", line "
              + line
              + ": "
              + field
              + " is missing: every document needs apiVersion, kind and metadata.name");
    }
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("").strip();
  }
}
