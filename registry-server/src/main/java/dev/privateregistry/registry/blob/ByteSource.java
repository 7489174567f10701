package dev.privateregistry.registry.blob;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Bytes on their way into a blob, piece by piece. */
@FunctionalInterface
public interface ByteSource {
  /**
   * The next piece, or null after the last; valid until the next call. Blocks.
   *
   * @throws dev.privateregistry.registry.error.RegistryException when the sender fails; everything
   *     handed out so far is kept
   */
  @Nullable ByteBuffer next();
}
