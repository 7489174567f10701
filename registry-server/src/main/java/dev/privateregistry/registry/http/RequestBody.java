package dev.privateregistry.registry.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a request, pulled piece by piece: nothing is read from the socket faster than the
 * handler asks for it.
 */
public interface RequestBody {
  /** The declared Content-Length in bytes, or -1 for a body of unknown length. */
  long length();

  /**
   * The next piece, or null after the last. Blocks the calling virtual thread. The buffer is valid
   * until the next call.
   *
   * @throws IOException when the client goes away, stalls beyond the time allowed, or breaks the
   *     framing
   */
  @Nullable ByteBuffer next() throws IOException;
}
