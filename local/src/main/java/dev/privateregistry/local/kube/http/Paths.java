package dev.privateregistry.local.kube.http;

import dev.privateregistry.local.kube.api.ApiFailure;
import dev.privateregistry.local.kube.api.GroupVersion;
import dev.privateregistry.local.kube.api.ResourceKind;
import dev.privateregistry.local.kube.api.ResourceRegistry;
import dev.privateregistry.local.kube.write.Place;
import java.util.List;

/** Reads {@code /apis/GROUP/VERSION/namespaces/NAMESPACE/PLURAL/NAME/SUBRESOURCE}. */
final class Paths {
  private static final List<String> OF_NAMESPACES = List.of("status", "finalize");

  private Paths() {}

  /** How many parts of a path name the group and version. */
  static int prefix(List<String> path) {
    return path.getFirst().equals("api") ? 2 : 3;
  }

  static GroupVersion groupVersion(List<String> path) {
    return path.getFirst().equals("api")
        ? new GroupVersion("", path.get(1))
        : new GroupVersion(path.get(1), path.get(2));
  }

  /** The place a path names. */
  static Place place(List<String> path, ResourceRegistry registry) {
    GroupVersion version = groupVersion(path);
    List<String> rest = path.subList(prefix(path), path.size());
    boolean inNamespace =
        rest.size() > 2
            && rest.getFirst().equals("namespaces")
            && !(version.core() && rest.size() == 3 && OF_NAMESPACES.contains(rest.get(2)));
    String namespace = inNamespace ? rest.get(1) : "";
    List<String> parts = inNamespace ? rest.subList(2, rest.size()) : rest;
    ResourceKind kind =
        registry.resource(version, parts.getFirst()).orElseThrow(ApiFailure::noSuchResource);
    boolean misplaced = inNamespace && !kind.namespaced();
    if (misplaced || parts.size() > 3) {
      throw ApiFailure.noSuchResource();
    }
    return new Place(
        kind,
        namespace,
        parts.size() > 1 ? parts.get(1) : "",
        parts.size() > 2 ? parts.get(2) : "");
  }
}
