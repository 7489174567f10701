package dev.privateregistry.registry.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.privateregistry.registry.domain.Descriptor;
import dev.privateregistry.registry.domain.MediaType;
import dev.privateregistry.registry.error.ErrorCode;
import dev.privateregistry.registry.error.RegistryException;
import dev.privateregistry.registry.error.WordedDetail;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads OCI image manifests and indexes, Docker schema 2 manifests and manifest lists. What two
 * readers could understand differently is refused: duplicate keys, keys that differ from a known
 * one in case only, a manifest that is a list too (CVE-2021-41190), a media type that is not the
 * Content-Type.
 */
public final class ManifestParser {
  /** The largest manifest accepted, in bytes. */
  public static final int MAX_BYTES = 4 * 1024 * 1024;

  private static final MediaType DOCKER_SCHEMA_1 =
      new MediaType("application/vnd.docker.distribution.manifest.v1+prettyjws");

  private static final Set<String> KNOWN_KEYS =
      Set.of(
          "schemaVersion",
          "mediaType",
          "artifactType",
          "config",
          "layers",
          "manifests",
          "subject",
          "annotations",
          "fsLayers",
          "history",
          "signatures");

  private static final ObjectMapper STRICT =
      JsonMapper.builder(factory())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final ObjectMapper LENIENT = JsonMapper.builder(factory()).build();

  private ManifestParser() {}

  private static JsonFactory factory() {
    StreamReadConstraints constraints =
        StreamReadConstraints.builder().maxNestingDepth(64).maxStringLength(MAX_BYTES).build();
    return JsonFactory.builder().streamReadConstraints(constraints).build();
  }

  /**
   * The manifest in a request.
   *
   * @param contentType the value of the Content-Type field, or null when there is none
   * @throws RegistryException MANIFEST_INVALID, saying what is wrong
   */
  public static Manifest parse(byte[] content, @Nullable String contentType) {
    JsonNode root = tree(content);
    refuseLookalikeKeys(root);
    JsonNode version = root.path("schemaVersion");
    if (!version.isInt() || version.intValue() != 2) {
      throw invalid("schemaVersion must be 2; push with a client newer than Docker 1.10");
    }
    MediaType type = mediaType(root, contentType);
    refuseOtherThanText(root);
    Descriptor subject = root.has("subject") ? descriptor(root.get("subject"), "subject") : null;
    if (isIndex(type)) {
      refuse(root, type, "config", "layers", "fsLayers");
      return new Manifest.Index(type, descriptors(root, "manifests"), subject);
    }
    refuse(root, type, "manifests", "fsLayers");
    return new Manifest.Image(
        type, descriptor(root.path("config"), "config"), descriptors(root, "layers"), subject);
  }

  /**
   * The media type of a manifest that is stored already, by this server or another: nothing is
   * refused here.
   *
   * @throws IOException when the content is no manifest at all
   */
  public static MediaType storedMediaType(byte[] content) throws IOException {
    return storedMediaType(LENIENT.readTree(content));
  }

  static MediaType storedMediaType(JsonNode root) {
    MediaType declared = MediaType.tryParse(root.path("mediaType").asText(""));
    if (declared != null) {
      return declared;
    }
    if (root.path("schemaVersion").asInt() == 1) {
      return DOCKER_SCHEMA_1;
    }
    return root.has("manifests") ? MediaType.OCI_INDEX : MediaType.OCI_MANIFEST;
  }

  /** The JSON of a stored manifest; a node of nothing when it is not JSON. */
  static JsonNode lenientTree(byte[] content) {
    try {
      return LENIENT.readTree(content);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private static JsonNode tree(byte[] content) {
    try {
      // RFC 8259, section 8.1: UTF-8 without a byte order mark; left to itself the parser guesses
      JsonNode root =
          STRICT.readTree(UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString());
      if (root == null || !root.isObject()) {
        throw invalid("the manifest is not a JSON object");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw invalid("the manifest is not valid JSON: " + e.getOriginalMessage());
    } catch (CharacterCodingException e) {
      throw invalid("the manifest is not valid JSON: it is not in UTF-8");
    }
  }

  private static void refuseLookalikeKeys(JsonNode root) {
    for (Iterator<String> names = root.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      for (String known : KNOWN_KEYS) {
        if (name.equalsIgnoreCase(known) && !name.equals(known)) {
          throw invalid("the key " + name + " must be written " + known);
        }
      }
    }
  }

  /** What a list of referrers repeats has to be of the type that clients expect. */
  private static void refuseOtherThanText(JsonNode root) {
    JsonNode artifactType = root.path("artifactType");
    if (!artifactType.isMissingNode() && !artifactType.isNull() && !artifactType.isTextual()) {
      throw invalid("artifactType must be a string");
    }
    JsonNode annotations = root.path("annotations");
    if (annotations.isMissingNode() || annotations.isNull()) {
      return;
    }
    if (!annotations.isObject()) {
      throw invalid("annotations must be an object of strings");
    }
    for (var entry : annotations.properties()) {
      if (!entry.getValue().isTextual()) {
        throw invalid("annotations." + entry.getKey() + " must be a string");
      }
    }
  }

  private static MediaType mediaType(JsonNode root, @Nullable String contentType) {
    JsonNode node = root.path("mediaType");
    if (!node.isMissingNode() && !node.isTextual()) {
      throw invalid("mediaType must be a string");
    }
    MediaType declared = node.isTextual() ? MediaType.tryParse(node.textValue()) : null;
    if (node.isTextual() && declared == null) {
      throw invalid("mediaType is not a media type: " + node.textValue());
    }
    MediaType sent = contentType == null ? null : MediaType.tryParse(contentType);
    if (contentType != null && sent == null) {
      throw invalid("Content-Type is not a media type: " + contentType);
    }
    if (declared != null && sent != null && !declared.equals(sent)) {
      throw invalid("mediaType is " + declared + " but Content-Type is " + sent);
    }
    MediaType type = declared != null ? declared : sent != null ? sent : inferred(root);
    if (declared == null && isDocker(type)) {
      throw invalid("a manifest of type " + type + " must name it in mediaType");
    }
    if (!isIndex(type) && !isImage(type)) {
      throw invalid("manifests of type " + type + " are not supported");
    }
    return type;
  }

  private static MediaType inferred(JsonNode root) {
    return root.has("manifests") ? MediaType.OCI_INDEX : MediaType.OCI_MANIFEST;
  }

  private static boolean isIndex(MediaType type) {
    return type.equals(MediaType.OCI_INDEX) || type.equals(MediaType.DOCKER_MANIFEST_LIST);
  }

  private static boolean isImage(MediaType type) {
    return type.equals(MediaType.OCI_MANIFEST) || type.equals(MediaType.DOCKER_MANIFEST);
  }

  private static boolean isDocker(MediaType type) {
    return type.equals(MediaType.DOCKER_MANIFEST) || type.equals(MediaType.DOCKER_MANIFEST_LIST);
  }

  private static void refuse(JsonNode root, MediaType type, String... keys) {
    for (String key : keys) {
      if (root.has(key)) {
        throw invalid("a manifest of type " + type + " must not have " + key);
      }
    }
  }

  private static List<Descriptor> descriptors(JsonNode root, String key) {
    JsonNode array = root.path(key);
    if (!array.isArray()) {
      throw invalid(key + " must be a list");
    }
    List<Descriptor> all = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      all.add(descriptor(array.get(i), key + "[" + i + "]"));
    }
    return all;
  }

  private static Descriptor descriptor(JsonNode node, String where) {
    if (!node.isObject()) {
      throw invalid(where + " must be a descriptor");
    }
    return DescriptorParser.parse(node, where);
  }

  static RegistryException invalid(String detail) {
    return new RegistryException(ErrorCode.MANIFEST_INVALID, WordedDetail.of(detail));
  }
}
