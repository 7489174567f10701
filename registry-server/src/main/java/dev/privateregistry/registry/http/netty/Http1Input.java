package dev.privateregistry.registry.http.netty;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What has come in on an HTTP/1.x connection and is not consumed: heads and bodies in turn. */
final class Http1Input {
  private static final byte TLS_HANDSHAKE = 0x16;
  private static final int FIRST_LOOK = 1024;
  private static final int AHEAD = 64 * 1024;

  private final RequestLimits limits;
  private final byte[] scratch;
  private @Nullable ByteBuf bytes;
  private @Nullable BodyDecoder decoder;
  private boolean first = true;

  /**
   * @param scratch shared with other connections of the event loop; as long as a head may be
   */
  Http1Input(RequestLimits limits, byte[] scratch) {
    this.limits = limits;
    this.scratch = scratch;
  }

  void add(ByteBuf more) {
    ByteBuf before = bytes;
    if (before == null) {
      bytes = more;
      return;
    }
    try {
      if (before.writableBytes() >= more.readableBytes() && before.refCnt() == 1) {
        before.writeBytes(more);
      } else {
        bytes = before.alloc().directBuffer(before.readableBytes() + more.readableBytes());
        bytes.writeBytes(before).writeBytes(more);
        before.release();
      }
    } finally {
      more.release();
    }
  }

  boolean isEmpty() {
    return bytes == null || !bytes.isReadable();
  }

  /** Whether more waits than a client that sends requests ahead is granted. */
  boolean isAhead() {
    return bytes != null && bytes.readableBytes() >= AHEAD;
  }

  /** Whether the connection opens with a TLS record where plain HTTP is spoken. */
  boolean startsLikeTls() {
    return first && bytes != null && bytes.getByte(bytes.readerIndex()) == TLS_HANDSHAKE;
  }

  /** The next request head, or null while it is not complete. */
  @Nullable Http1Head head() throws RefusedRequest {
    ByteBuf in = bytes;
    if (in == null) {
      return null;
    }
    skipEmptyLines(in);
    int length = in.readableBytes();
    int end = find(in, Math.min(length, FIRST_LOOK));
    if (end < 0 && length > FIRST_LOOK) {
      end = find(in, Math.min(length, scratch.length));
    }
    if (end < 0) {
      if (length >= scratch.length) {
        throw tooLong();
      }
      return null;
    }
    in.skipBytes(end);
    first = false;
    return Http1HeadParser.parse(Arrays.copyOf(scratch, end), limits);
  }

  private int find(ByteBuf in, int length) {
    in.getBytes(in.readerIndex(), scratch, 0, length);
    return Http1HeadParser.end(scratch, length);
  }

  /** RFC 9112 section 2.2: an empty line before a request line is ignored. */
  private static void skipEmptyLines(ByteBuf in) {
    while (in.readableBytes() >= 2
        && in.getByte(in.readerIndex()) == '\r'
        && in.getByte(in.readerIndex() + 1) == '\n') {
      in.skipBytes(2);
    }
  }

  private RefusedRequest tooLong() {
    for (byte octet : scratch) {
      if (octet == '\n') {
        return new RefusedRequest(
            431, "the header fields are longer than " + limits.headBytes() + " bytes");
      }
    }
    return new RefusedRequest(
        414, "the request target is longer than " + limits.targetBytes() + " bytes");
  }

  void expectBody(BodyDecoder incoming) {
    decoder = incoming;
  }

  /** Whether the end of a body is still to come. */
  boolean expectsBody() {
    return decoder != null;
  }

  /** Bytes of the body still to come, or -1 when unknown. */
  long bodyRemaining() {
    return decoder == null ? 0 : decoder.remaining();
  }

  /**
   * Passes on what is here of the body.
   *
   * @return whether it is complete
   */
  boolean body(Consumer<ByteBuf> sink) throws RefusedRequest {
    boolean complete = decoder == null || (bytes != null && decoder.decode(bytes, sink));
    if (complete) {
      decoder = null;
    }
    return complete;
  }

  /** Lets go of a buffer that is used up. */
  void trim() {
    if (bytes != null && !bytes.isReadable()) {
      clear();
    }
  }

  void clear() {
    if (bytes != null) {
      bytes.release();
      bytes = null;
    }
  }
}
