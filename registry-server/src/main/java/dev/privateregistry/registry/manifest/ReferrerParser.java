package dev.privateregistry.registry.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.privateregistry.registry.domain.Descriptor;
import dev.privateregistry.registry.domain.Digest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what stored manifests, by this server or another, say about subjects. Refuses nothing. */
public final class ReferrerParser {
  private ReferrerParser() {}

  /**
   * The manifest as a referrer, or null when it is about nothing.
   *
   * @param digest the name under which it is to be listed
   */
  public static @Nullable Referrer parse(Digest digest, byte[] content) {
    JsonNode root = ManifestParser.lenientTree(content);
    Digest subject = Digest.tryParse(root.path("subject").path("digest").asText(""));
    if (subject == null) {
      return null;
    }
    Descriptor self =
        new Descriptor(
            ManifestParser.storedMediaType(root).value(), digest, content.length, List.of());
    return new Referrer(self, subject, artifactType(root), annotations(root.path("annotations")));
  }

  private static @Nullable String artifactType(JsonNode root) {
    String own = root.path("artifactType").asText("");
    if (!own.isEmpty()) {
      return own;
    }
    String config = root.path("config").path("mediaType").asText("");
    return config.isEmpty() ? null : config;
  }

  private static Map<String, String> annotations(JsonNode node) {
    Map<String, String> annotations = new LinkedHashMap<>();
    node.properties()
        .forEach(
            entry -> {
              if (entry.getValue().isTextual()) {
                annotations.put(entry.getKey(), entry.getValue().textValue());
              }
            });
    return annotations;
  }

  /** The digests of the manifests in an index; none when the content is no index. */
  public static List<Digest> entries(byte[] index) {
    List<Digest> entries = new ArrayList<>();
    for (JsonNode entry : ManifestParser.lenientTree(index).path("manifests")) {
      Digest digest = Digest.tryParse(entry.path("digest").asText(""));
      if (digest != null) {
        entries.add(digest);
      }
    }
    return entries;
  }
}
