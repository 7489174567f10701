package dev.privateregistry.registry.http.netty;

import dev.privateregistry.registry.http.Headers;
import dev.privateregistry.registry.http.Response;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes heads of HTTP/1.1 answers. Fields that come again, as the same {@link Headers} object, are
 * encoded once. Belongs to one event loop.
 */
final class HeadEncoder {
  private static final byte[] LENGTH = ascii("Content-Length: ");
  private static final byte[] CRLF = ascii("\r\n");
  private static final byte[] SEPARATOR = ascii(": ");
  private static final int CACHED = 256;

  /** What the Connection field of an answer says. */
  enum Persistence {
    IMPLIED(""),
    CLOSE("Connection: close\r\n"),
    KEEP_ALIVE("Connection: keep-alive\r\n");

    private final byte[] line;

    Persistence(String line) {
      this.line = ascii(line);
    }
  }

  /** The encoded fields of one {@link Headers} object. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Block(Headers headers, byte[] lines, long declaredLength) {}

  private final byte[][] statusLines = new byte[600][];
  private final @Nullable Block[] blocks = new Block[CACHED];
  private final DateLine date;
  private final byte[] digits = new byte[20];

  HeadEncoder(DateLine date) {
    this.date = date;
  }

  /** A buffer with the head, and room for {@code extra} bytes of body behind it. */
  ByteBuf encode(
      ByteBufAllocator allocator,
      Response response,
      boolean isHead,
      Persistence persistence,
      int extra) {
    Block block = block(response.headers());
    byte[] status = statusLine(response.status());
    byte[] now = date.line();
    int most = status.length + now.length + block.lines.length + extra + 80;
    ByteBuf head = allocator.directBuffer(most);
    head.writeBytes(status).writeBytes(now).writeBytes(block.lines);
    long length = AnswerFields.contentLength(response, isHead, block.declaredLength);
    if (length != AnswerFields.NO_LENGTH) {
      head.writeBytes(LENGTH);
      writeDecimal(head, length);
      head.writeBytes(CRLF);
    }
    return head.writeBytes(persistence.line).writeBytes(CRLF);
  }

  private void writeDecimal(ByteBuf out, long number) {
    int at = digits.length;
    long rest = number;
    do {
      digits[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
    out.writeBytes(digits, at, digits.length - at);
  }

  private byte[] statusLine(int status) {
    if (status < 200 || status >= statusLines.length) {
      throw new IllegalArgumentException("not the status of an answer: " + status);
    }
    byte[] line = statusLines[status];
    if (line == null) {
      String reason = HttpResponseStatus.valueOf(status).reasonPhrase();
      line = ascii("HTTP/1.1 " + status + " " + reason + "\r\n");
      statusLines[status] = line;
    }
    return line;
  }

  private Block block(Headers headers) {
    int slot = System.identityHashCode(headers) & (CACHED - 1);
    Block block = blocks[slot];
    if (block == null || block.headers != headers) {
      block = new Block(headers, encode(headers), AnswerFields.declaredLength(headers));
      blocks[slot] = block;
    }
    return block;
  }

  private static byte[] encode(Headers headers) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream(256);
    for (Headers.Field field : headers.fields()) {
      if (!AnswerFields.isTransports(field.name())) {
        lines.writeBytes(ascii(field.name()));
        lines.writeBytes(SEPARATOR);
        lines.writeBytes(field.value().getBytes(StandardCharsets.ISO_8859_1));
        lines.writeBytes(CRLF);
      }
    }
    return lines.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
