package dev.privateregistry.registry.gc;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.RepositoryName;
import java.util.List;

/**
 * What goes from one repository.
 *
 * @param manifests by the SHA-256 of their content
 * @param manifestLinks the paths of everything that leads to them, in the order of removal
 * @param layers links to blobs of which no manifest is made
 */
record RepositoryPlan(
    RepositoryName name, List<Digest> manifests, List<String> manifestLinks, List<Digest> layers) {
  RepositoryPlan {
    manifests = List.copyOf(manifests);
    manifestLinks = List.copyOf(manifestLinks);
    layers = List.copyOf(layers);
  }

  boolean isEmpty() {
    return manifests.isEmpty() && layers.isEmpty();
  }
}
