package dev.privateregistry.registry.http.netty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The reading of HTTP/1.1 against a slow and plain one made of regular expressions. How the bytes
 * are cut into pieces must not change what is read.
 */
public final class Http1Fuzz {
  private static final RequestLimits LIMITS = RequestLimits.defaults();

  private Http1Fuzz() {}

  public static void head(byte[] input) {
    String whole = head(input, input.length + 1, 0);
    assertEquals(whole, head(input, 1, 0), "byte by byte");
    assertEquals(whole, head(input, 7, Arrays.hashCode(input)), "in random pieces");
    Http1Reference.Head expected = Http1Reference.head(new String(input, ISO_8859_1));
    if (expected == null) {
      assertTrue(whole.equals("incomplete") || whole.startsWith("refused"), whole);
    } else {
      assertEquals(expected.toString(), whole);
    }
  }

  private static String head(byte[] input, int largestPiece, int seed) {
    Http1Input reader = new Http1Input(LIMITS, new byte[LIMITS.headBytes()]);
    Random random = new Random(seed);
    try {
      for (int at = 0; at < input.length; ) {
        int piece = seed == 0 ? largestPiece : 1 + random.nextInt(largestPiece);
        int end = Math.min(input.length, at + piece);
        reader.add(Unpooled.buffer(end - at).writeBytes(input, at, end - at));
        Http1Head head = reader.head();
        if (head != null) {
          return text(head).toString();
        }
        reader.trim();
        at = end;
      }
      return "incomplete";
    } catch (RefusedRequest refused) {
      assertTrue(refused.status() >= 400 && refused.status() < 600, "not a refusal");
      return "refused " + refused.status();
    } finally {
      reader.clear();
    }
  }

  private static Http1Reference.Head text(Http1Head head) {
    RequestLine line = head.line();
    return new Http1Reference.Head(
        line.method(),
        line.query().isEmpty() ? line.path() : line.path() + "?" + line.query(),
        line.authority(),
        head.bodyLength(),
        head.keepAlive());
  }

  public static void chunked(byte[] input) {
    Body whole = body(input, input.length + 1, 0);
    Http1Reference.Body expected = Http1Reference.chunked(new String(input, ISO_8859_1));
    if (expected == null) {
      assertFalse(whole.complete, "a body that is none was read as complete");
    } else {
      assertTrue(whole.complete, "a complete body was not read");
      assertEquals(expected.content(), whole.content);
      assertEquals(expected.length(), whole.consumed, "where the body ends");
    }
    assertEquals(whole, body(input, 1, 0), "byte by byte");
    assertEquals(whole, body(input, 7, Arrays.hashCode(input)), "in random pieces");
  }

  private record Body(boolean complete, @Nullable Integer refused, String content, int consumed) {}

  private static Body body(byte[] input, int largestPiece, int seed) {
    ChunkedBody decoder = new ChunkedBody();
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    Random random = new Random(seed);
    int at = 0;
    try {
      while (at < input.length) {
        int piece = seed == 0 ? largestPiece : 1 + random.nextInt(largestPiece);
        ByteBuf in = Unpooled.wrappedBuffer(input, at, Math.min(piece, input.length - at));
        int before = in.readableBytes();
        boolean complete = decoder.decode(in, bytes -> take(bytes, content));
        at += before - in.readableBytes();
        if (complete) {
          return new Body(true, null, content.toString(ISO_8859_1), at);
        }
      }
      return new Body(false, null, content.toString(ISO_8859_1), at);
    } catch (RefusedRequest refused) {
      return new Body(false, refused.status(), content.toString(ISO_8859_1), 0);
    }
  }

  private static void take(ByteBuf bytes, ByteArrayOutputStream content) {
    byte[] taken = new byte[bytes.readableBytes()];
    bytes.readBytes(taken);
    bytes.release();
    content.writeBytes(taken);
  }
}
