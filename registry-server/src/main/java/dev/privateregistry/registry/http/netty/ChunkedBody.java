package dev.privateregistry.registry.http.netty;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/**
 * A body in the chunked coding, RFC 9112 section 7.1, read strictly. Extensions and trailer fields
 * are checked, bounded and dropped.
 */
final class ChunkedBody implements BodyDecoder {
  private static final int SIZE_DIGITS = 15;
  private static final int MOST_EXTENSION_BYTES = 16 * 1024;
  private static final int MOST_TRAILER_BYTES = 8 * 1024;

  private enum Expecting {
    SIZE,
    EXTENSION,
    SIZE_LINE_FEED,
    DATA,
    DATA_RETURN,
    DATA_LINE_FEED,
    TRAILER_START,
    TRAILER,
    TRAILER_LINE_FEED,
    LAST_LINE_FEED,
    NOTHING
  }

  private Expecting expecting = Expecting.SIZE;
  private long chunk;
  private int digits;
  private int extensionBytes;
  private int trailerBytes;

  @Override
  public boolean decode(ByteBuf in, Consumer<ByteBuf> sink) throws RefusedRequest {
    while (expecting != Expecting.NOTHING && in.isReadable()) {
      if (expecting == Expecting.DATA) {
        int take = (int) Math.min(chunk, in.readableBytes());
        chunk -= take;
        if (chunk == 0) {
          expecting = Expecting.DATA_RETURN;
        }
        sink.accept(in.readRetainedSlice(take));
      } else {
        expecting = after(in.readByte());
      }
    }
    return expecting == Expecting.NOTHING;
  }

  @Override
  public long remaining() {
    return -1;
  }

  private Expecting after(byte octet) throws RefusedRequest {
    return switch (expecting) {
      case SIZE -> size(octet);
      case EXTENSION -> extension(octet);
      case SIZE_LINE_FEED -> sizeEnd(octet);
      case DATA_RETURN -> exactly(octet, '\r', Expecting.DATA_LINE_FEED);
      case DATA_LINE_FEED -> exactly(octet, '\n', Expecting.SIZE);
      case TRAILER_START ->
          octet == '\r' ? Expecting.LAST_LINE_FEED : trailer(octet, Octets.isToken(octet));
      case TRAILER ->
          octet == '\r' ? Expecting.TRAILER_LINE_FEED : trailer(octet, Octets.isFieldValue(octet));
      case TRAILER_LINE_FEED -> exactly(octet, '\n', Expecting.TRAILER_START);
      case LAST_LINE_FEED -> exactly(octet, '\n', Expecting.NOTHING);
      case DATA, NOTHING -> throw new IllegalStateException("no framing expected");
    };
  }

  private Expecting size(byte octet) throws RefusedRequest {
    int digit = Character.digit(octet, 16);
    if (digit >= 0 && octet > 0) {
      if (++digits > SIZE_DIGITS) {
        throw RefusedRequest.malformed("a chunk size is too large");
      }
      chunk = (chunk << 4) | digit;
      return Expecting.SIZE;
    }
    if (digits == 0) {
      throw RefusedRequest.malformed("a chunk size is not a hexadecimal number");
    }
    if (octet == ';') {
      return Expecting.EXTENSION;
    }
    return exactly(octet, '\r', Expecting.SIZE_LINE_FEED);
  }

  private Expecting extension(byte octet) throws RefusedRequest {
    if (octet == '\r') {
      return Expecting.SIZE_LINE_FEED;
    }
    if (!Octets.isFieldValue(octet) || ++extensionBytes > MOST_EXTENSION_BYTES) {
      throw RefusedRequest.malformed("a chunk extension is malformed or too long");
    }
    return Expecting.EXTENSION;
  }

  private Expecting sizeEnd(byte octet) throws RefusedRequest {
    digits = 0;
    return exactly(octet, '\n', chunk == 0 ? Expecting.TRAILER_START : Expecting.DATA);
  }

  private Expecting trailer(byte octet, boolean valid) throws RefusedRequest {
    if (!valid || ++trailerBytes > MOST_TRAILER_BYTES) {
      throw RefusedRequest.malformed(
          "the trailer section is malformed or too long, at octet " + (octet & 0xff));
    }
    return Expecting.TRAILER;
  }

  private static Expecting exactly(byte octet, char expected, Expecting next)
      throws RefusedRequest {
    if (octet != expected) {
      throw RefusedRequest.malformed("the chunked coding is broken");
    }
    return next;
  }
}
