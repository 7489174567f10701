package dev.privateregistry.registry.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.privateregistry.registry.domain.Descriptor;
import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.Platform;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one descriptor (OCI image spec, Content Descriptors). */
final class DescriptorParser {
  private DescriptorParser() {}

  /**
   * @param where the place in the manifest, for messages
   */
  static Descriptor parse(JsonNode node, String where) {
    JsonNode type = node.path("mediaType");
    if (!type.isTextual() || type.textValue().isEmpty()) {
      throw ManifestParser.invalid(where + ".mediaType is missing");
    }
    Digest digest = Digest.tryParse(node.path("digest").asText(""));
    if (digest == null) {
      throw ManifestParser.invalid(where + ".digest is not a sha256 or sha512 digest");
    }
    JsonNode size = node.path("size");
    if (!size.isIntegralNumber() || !size.canConvertToLong() || size.longValue() < 0) {
      throw ManifestParser.invalid(where + ".size must be a number of bytes");
    }
    return new Descriptor(
        type.textValue(),
        digest,
        size.longValue(),
        urls(node.path("urls")),
        platform(node.path("platform")));
  }

  private static @Nullable Platform platform(JsonNode node) {
    return node.isObject()
        ? new Platform(node.path("architecture").asText(""), node.path("os").asText(""))
        : null;
  }

  private static List<String> urls(JsonNode node) {
    List<String> urls = new ArrayList<>();
    for (JsonNode url : node) {
      urls.add(url.asText());
    }
    return urls;
  }
}
