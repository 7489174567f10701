package dev.privateregistry.registry.http.handler;

import dev.privateregistry.registry.domain.Tag;
import dev.privateregistry.registry.error.Dialect;
import dev.privateregistry.registry.error.ErrorCode;
import dev.privateregistry.registry.error.RegistryException;
import dev.privateregistry.registry.http.router.Route;

/** The one place that refuses changes which the configuration does not allow (CVE-2026-41888). */
record MutationGuard(ApiOptions.Mutations mutations, Dialect dialect) {
  /**
   * @throws RegistryException UNSUPPORTED, or DIGEST_INVALID where only digests are deleted
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
    boolean byTag = route instanceof Route.Manifest manifest && manifest.reference() instanceof Tag;
    if (method.equals("DELETE") && byTag && !dialect.deletesTags()) {
      throw new RegistryException(
          ErrorCode.DIGEST_INVALID,
          "manifests are deleted by digest, as in registry:2; without compatibility: registry2"
              + " tags can be deleted");
    }
  }
}
