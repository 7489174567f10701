package dev.privateregistry.registry.manifest;

import dev.privateregistry.registry.domain.Descriptor;
import dev.privateregistry.registry.domain.Digest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stored manifest that is about another one, as the list of referrers shows it (OCI distribution
 * spec, Listing Referrers).
 *
 * @param self the manifest itself
 * @param subject what it is about; need not exist
 * @param artifactType its own, or that of an image's config; null when an index names none
 */
public record Referrer(
    Descriptor self,
    Digest subject,
    @Nullable String artifactType,
    Map<String, String> annotations) {
  public Referrer {
    annotations = Map.copyOf(annotations);
  }
}
