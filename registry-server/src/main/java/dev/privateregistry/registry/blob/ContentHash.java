package dev.privateregistry.registry.blob;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.Digest.Algorithm;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The hash of a growing file: always SHA-256, which names it, and SHA-512 when a client uses it.
 */
final class ContentHash {
  private final MessageDigest sha256 = Algorithm.SHA256.newHash();
  private final @Nullable MessageDigest sha512;
  private long length;

  ContentHash(boolean withSha512) {
    this.sha512 = withSha512 ? Algorithm.SHA512.newHash() : null;
  }

  long length() {
    return length;
  }

  boolean covers(Algorithm algorithm) {
    return algorithm == Algorithm.SHA256 || sha512 != null;
  }

  /** Takes the remaining bytes; the buffer's position stays. */
  void update(ByteBuffer bytes) {
    length += bytes.remaining();
    sha256.update(bytes.duplicate());
    if (sha512 != null) {
      sha512.update(bytes.duplicate());
    }
  }

  /** The digest under this algorithm; ends that hash. */
  Digest finish(Algorithm algorithm) {
    return switch (algorithm) {
      case SHA256 -> Digest.finish(algorithm, sha256);
      case SHA512 -> {
        if (sha512 == null) {
          throw new IllegalStateException("SHA-512 was not computed");
        }
        yield Digest.finish(algorithm, sha512);
      }
    };
  }
}
