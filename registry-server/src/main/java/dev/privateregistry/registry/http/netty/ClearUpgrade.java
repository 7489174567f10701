package dev.privateregistry.registry.http.netty;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Settings;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A first request that asks to go on in HTTP/2 (RFC 7540, section 3.2; RFC 9113 has dropped it,
 * Go's h2c and older clients have not). It is answered on stream 1.
 *
 * <p>A server may ignore such a request, so only what can be read in one way is taken: a head that
 * has come in whole, without a body, whose Connection field names both other fields, and whose
 * settings are well-formed. Anything else goes on in HTTP/1.1.
 *
 * @param settings of the client
 * @param length of the head in bytes
 */
record ClearUpgrade(Http1Head head, Http2Settings settings, int length) {
  private static final String SETTINGS = "HTTP2-Settings";
  private static final int SETTING_BYTES = 6;

  /** What the bytes ask for; null when that is no upgrade. */
  static @Nullable ClearUpgrade in(ByteBuf in, RequestLimits limits) {
    byte[] bytes = new byte[Math.min(in.readableBytes(), limits.headBytes())];
    in.getBytes(in.readerIndex(), bytes);
    int length = Http1HeadParser.end(bytes, bytes.length);
    if (length < 0) {
      return null;
    }
    try {
      Http1Head head = Http1HeadParser.parse(Arrays.copyOf(bytes, length), limits);
      return asks(head) ? new ClearUpgrade(head, settings(head), length) : null;
    } catch (RefusedRequest | IllegalArgumentException broken) {
      return null;
    }
  }

  private static boolean asks(Http1Head head) {
    List<String> connection = tokens(head.fields().all("Connection"));
    return !head.isHttp10()
        && head.keepAlive()
        && head.bodyLength() == 0
        && head.fields().first("Transfer-Encoding") == null
        && tokens(head.fields().all("Upgrade")).equals(List.of("h2c"))
        && connection.contains("upgrade")
        && connection.contains("http2-settings")
        && head.fields().all(SETTINGS).size() == 1;
  }

  private static List<String> tokens(List<String> values) {
    List<String> tokens = new ArrayList<>();
    for (String value : values) {
      for (String token : value.split(",")) {
        tokens.add(token.strip().toLowerCase(Locale.ROOT));
      }
    }
    return tokens;
  }

  private static Http2Settings settings(Http1Head head) {
    String text = head.fields().all(SETTINGS).getFirst();
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
    if (bytes.remaining() % SETTING_BYTES != 0) {
      throw new IllegalArgumentException("the settings are cut off");
    }
    Http2Settings settings = new Http2Settings();
    while (bytes.hasRemaining()) {
      settings.put((char) (bytes.getShort() & 0xffff), (Long) (bytes.getInt() & 0xffffffffL));
    }
    return settings;
  }
}
