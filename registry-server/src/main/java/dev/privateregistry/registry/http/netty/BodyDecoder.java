package dev.privateregistry.registry.http.netty;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/** Cuts the body of one HTTP/1.1 request out of the bytes of its connection. */
sealed interface BodyDecoder permits FixedLengthBody, ChunkedBody {
  /** For a head that announces a body. */
  static BodyDecoder of(Http1Head head) {
    return head.bodyLength() == Http1Head.CHUNKED
        ? new ChunkedBody()
        : new FixedLengthBody(head.bodyLength());
  }

  /**
   * Takes what belongs to the body off the front of {@code in}; the pieces given to {@code sink}
   * are the sink's to release.
   *
   * @return whether this was the end of the body
   */
  boolean decode(ByteBuf in, Consumer<ByteBuf> sink) throws RefusedRequest;

  /** Bytes still to come, or -1 when that is unknown. */
  long remaining();
}
