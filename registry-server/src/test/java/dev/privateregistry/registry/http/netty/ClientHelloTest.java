package dev.privateregistry.registry.http.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;

class ClientHelloTest {
  /** A record's head, then the head of the handshake message. */
  private static final int HEADS = 5 + 4;

  /** What Java's own client sends, without the heads. */
  private static byte[] message(String host, String... protocols) throws Exception {
    SSLEngine engine = TestCertificates.trustingAll().createSSLEngine();
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    if (!host.isEmpty()) {
      parameters.setServerNames(List.of(new SNIHostName(host)));
    }
    parameters.setApplicationProtocols(protocols);
    engine.setSSLParameters(parameters);
    ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    engine.wrap(ByteBuffer.allocate(0), out);
    out.flip().position(HEADS);
    byte[] message = new byte[out.remaining()];
    out.get(message);
    return message;
  }

  private static ClientHello parse(byte[] message, int length) {
    ByteBuf buffer = Unpooled.wrappedBuffer(message, 0, length);
    return ClientHello.parse(buffer);
  }

  @Test
  void shouldReadNameAndProtocols() throws Exception {
    byte[] message = message("Registry.Example.com", "h2", "http/1.1");
    assertEquals(
        new ClientHello("registry.example.com", List.of("h2", "http/1.1")),
        parse(message, message.length));
  }

  @Test
  void shouldDoWithoutNameAndProtocols() throws Exception {
    byte[] message = message("");
    assertEquals(new ClientHello("", List.of()), parse(message, message.length));
    assertEquals(new ClientHello("", List.of()), ClientHello.parse(null));
  }

  @Test
  void shouldTakeWhatIsCutOffOrBrokenForNothing() throws Exception {
    byte[] message = message("registry.example.com", "h2");
    for (int length = 0; length < message.length; length++) {
      assertNotNull(parse(message, length));
    }
    SplittableRandom random = new SplittableRandom(8446);
    for (int round = 0; round < 20_000; round++) {
      byte[] broken = message.clone();
      for (int i = random.nextInt(1, 6); i > 0; i--) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
      }
      assertNotNull(parse(broken, broken.length));
    }
  }
}
