package dev.privateregistry.registry.http.handler;

import dev.privateregistry.registry.error.ErrorCode;
import dev.privateregistry.registry.error.RegistryException;
import dev.privateregistry.registry.http.router.Route;

/** The one place that refuses changes which the configuration does not allow (CVE-2026-41888). */
record MutationGuard(ApiOptions.Mutations mutations) {
  /**
   * @throws RegistryException UNSUPPORTED
   */
  void check(String method, Route route) {
    boolean reads = method.equals("GET") || method.equals("HEAD");
    if (mutations.readOnly() && !reads) {
      throw new RegistryException(ErrorCode.UNSUPPORTED, "the registry is read-only");
    }
    boolean stored = route instanceof Route.Manifest || route instanceof Route.Blob;
    if (method.equals("DELETE") && stored && !mutations.deleteEnabled()) {
      throw new RegistryException(
          ErrorCode.UNSUPPORTED, "deletion is disabled; storage.delete.enabled allows it");
    }
  }
}
