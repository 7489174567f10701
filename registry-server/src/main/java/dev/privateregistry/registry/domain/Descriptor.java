package dev.privateregistry.registry.domain;

import java.util.List;

/**
 * A reference from a manifest to content (OCI image spec, Content Descriptors).
 *
 * @param mediaType as written, not normalised
 * @param size in bytes
 * @param urls where else the content may be fetched
 */
public record Descriptor(String mediaType, Digest digest, long size, List<String> urls) {
  public Descriptor {
    if (size < 0) {
      throw new IllegalArgumentException("a descriptor's size is not negative: " + size);
    }
    urls = List.copyOf(urls);
  }

  /** May a registry leave this content to the places that {@code urls} name? */
  public boolean isForeign() {
    return !urls.isEmpty()
        && (mediaType.startsWith("application/vnd.oci.image.layer.nondistributable.")
            || mediaType.startsWith("application/vnd.docker.image.rootfs.foreign."));
  }
}
