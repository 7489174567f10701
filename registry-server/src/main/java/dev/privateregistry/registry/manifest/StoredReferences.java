package dev.privateregistry.registry.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.privateregistry.registry.domain.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a stored manifest of any kind refers to, whoever stored it: OCI, Docker schema 1 and 2, and
 * what came before them. Nothing is refused but what is no manifest at all; a reference of an
 * unknown algorithm is left out.
 *
 * @param required content without which the manifest cannot be pulled
 * @param optional manifests of an index, which may be sparse, and layers that may be elsewhere
 * @param subject what the manifest is about
 */
public record StoredReferences(
    List<Digest> required, List<Digest> optional, @Nullable Digest subject) {
  public StoredReferences {
    required = List.copyOf(required);
    optional = List.copyOf(optional);
  }

  /**
   * Reads the references.
   *
   * @throws IOException when the content is not a manifest
   */
  public static StoredReferences of(byte[] content) throws IOException {
    JsonNode root = ManifestParser.lenientTree(content);
    if (!root.isObject() || !root.path("schemaVersion").isInt()) {
      throw new IOException("not a manifest: an object with a schemaVersion is missing");
    }
    Set<Digest> required = new LinkedHashSet<>();
    Set<Digest> optional = new LinkedHashSet<>();
    add(required, root.path("config").path("digest"));
    for (String list : List.of("layers", "blobs")) {
      for (JsonNode layer : root.path(list)) {
        add(layer.path("urls").isEmpty() ? required : optional, layer.path("digest"));
      }
    }
    root.path("fsLayers").forEach(layer -> add(required, layer.path("blobSum")));
    root.path("manifests").forEach(manifest -> add(optional, manifest.path("digest")));
    return new StoredReferences(
        List.copyOf(required),
        List.copyOf(optional),
        Digest.tryParse(root.path("subject").path("digest").asText("")));
  }

  /** Everything the manifest is made of. */
  public List<Digest> content() {
    List<Digest> all = new ArrayList<>(required);
    all.addAll(optional);
    return all;
  }

  private static void add(Set<Digest> digests, JsonNode node) {
    Digest digest = Digest.tryParse(node.asText(""));
    if (digest != null) {
      digests.add(digest);
    }
  }
}
