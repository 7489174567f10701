package dev.privateregistry.registry.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.privateregistry.registry.domain.Descriptor;
import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.MediaType;
import dev.privateregistry.registry.error.RegistryException;
import dev.privateregistry.registry.manifest.Manifest;
import dev.privateregistry.registry.manifest.ManifestParser;
import dev.privateregistry.registry.manifest.ReferrerParser;
import dev.privateregistry.registry.manifest.StoredReferences;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Manifests as clients push them, and as somebody may have left them on disk. */
final class ManifestFuzz {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ManifestFuzz() {}

  /** The first line is the Content-Type, unless the input begins as JSON. */
  static void manifest(byte[] input) throws IOException {
    String text = new String(input, UTF_8);
    int line = text.startsWith("{") ? -1 : text.indexOf('\n');
    String type = line < 0 ? null : text.substring(0, line);
    byte[] content = text.substring(line + 1).getBytes(UTF_8);
    Manifest parsed = parse(content, type);
    if (parsed == null) {
      return;
    }
    JsonNode tree = JSON.readTree(content);
    byte[] printed = JSON.writeValueAsBytes(tree);
    assertEquals(parsed, parse(printed, type), "parsed, printed and parsed again");
    for (Descriptor descriptor : descriptors(parsed)) {
      assertTrue(tree.toString().contains(descriptor.digest().toString()), "an invented digest");
    }
    assertKept(parsed, content);
  }

  /** Garbage collection finds in the stored bytes whatever the push was checked for. */
  private static void assertKept(Manifest parsed, byte[] content) throws IOException {
    List<Digest> kept = StoredReferences.of(content).content();
    for (Descriptor descriptor : descriptors(parsed)) {
      assertTrue(
          kept.contains(descriptor.digest()) || descriptor.equals(subject(parsed)),
          descriptor.digest() + " would be collected");
    }
    MediaType stored = ManifestParser.storedMediaType(content);
    assertNotNull(stored);
  }

  private static @Nullable Descriptor subject(Manifest manifest) {
    return switch (manifest) {
      case Manifest.Image image -> image.subject();
      case Manifest.Index index -> index.subject();
    };
  }

  private static List<Descriptor> descriptors(Manifest manifest) {
    List<Descriptor> all = new ArrayList<>();
    switch (manifest) {
      case Manifest.Image image -> {
        all.add(image.config());
        all.addAll(image.layers());
      }
      case Manifest.Index index -> all.addAll(index.manifests());
    }
    return all;
  }

  private static @Nullable Manifest parse(byte[] content, @Nullable String type) {
    try {
      return ManifestParser.parse(content, type);
    } catch (RegistryException refused) {
      return null;
    }
  }

  /** Whatever lies on disk is read or reported, and never more. */
  static void stored(byte[] input) {
    try {
      List<Digest> content = StoredReferences.of(input).content();
      String text = new String(input, UTF_8);
      for (Digest digest : content) {
        assertTrue(
            text.contains(digest.hex()) || text.contains("\\"), "an invented digest: " + digest);
      }
    } catch (IOException unreadable) {
      assertNotNull(unreadable.getMessage());
    }
    ReferrerParser.parse(Digest.sha256(input), input);
    assertTrue(ReferrerParser.entries(input).size() <= input.length);
  }
}
