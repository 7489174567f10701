package dev.privateregistry.registry.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reference from a manifest to content (OCI image spec, Content Descriptors).
 *
 * @param mediaType as written, not normalised
 * @param size in bytes
 * @param urls where else the content may be fetched
 * @param platform what an image in an index runs on, or null when that is not said
 */
public record Descriptor(
    String mediaType, Digest digest, long size, List<String> urls, @Nullable Platform platform) {
  public Descriptor {
    if (size < 0) {
      throw new IllegalArgumentException("a descriptor's size is not negative: " + size);
    }
    urls = List.copyOf(urls);
  }

  public Descriptor(String mediaType, Digest digest, long size, List<String> urls) {
    this(mediaType, digest, size, urls, null);
  }

  /** Is this a layer of an image, to be unpacked? */
  public boolean isImageLayer() {
    return mediaType.startsWith("application/vnd.oci.image.layer.")
        || mediaType.startsWith("application/vnd.docker.image.rootfs.");
  }

  /** May a registry leave this content to the places that {@code urls} name? */
  public boolean isForeign() {
    return !urls.isEmpty()
        && (mediaType.startsWith("application/vnd.oci.image.layer.nondistributable.")
            || mediaType.startsWith("application/vnd.docker.image.rootfs.foreign."));
  }
}
