package dev.privateregistry.registry.http.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.http.Handler;
import dev.privateregistry.registry.http.Headers;
import dev.privateregistry.registry.http.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Request bodies over HTTP/1.1: streamed, held back, broken off, not read. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class RequestBodyTest {
  private static final int MIB = 1024 * 1024;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldStreamALargeBody(boolean chunked) throws IOException {
    byte[] piece = new byte[MIB / 2];
    new Random(7).nextBytes(piece);
    try (TestServer server = TestServer.start(Answers.digest());
        RawClient client = server.connect()) {
      client.send("PUT / HTTP/1.1\r\nHost: x\r\n" + framing(chunked, 32L * MIB) + "\r\n");
      var digest = Answers.sha256();
      for (int i = 0; i < 64; i++) {
        digest.update(piece);
        write(client.out(), piece, chunked);
      }
      client.send(chunked ? "0\r\n\r\n" : "");
      String expected = 32L * MIB + " " + HexFormat.of().formatHex(digest.digest());
      assertEquals(expected, client.answer().body());
    }
  }

  private static String framing(boolean chunked, long length) {
    return chunked ? "Transfer-Encoding: chunked\r\n" : "Content-Length: " + length + "\r\n";
  }

  private static void write(OutputStream out, byte[] piece, boolean chunked) throws IOException {
    if (chunked) {
      out.write((Integer.toHexString(piece.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.write(piece);
      out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    } else {
      out.write(piece);
    }
  }

  @Test
  void shouldHoldBackAFastClientAndBoundTheMemory() throws IOException {
    AtomicLong most = new AtomicLong();
    Handler slow =
        request -> {
          long length = 0;
          for (ByteBuffer next = request.body().next(); next != null; ) {
            length += next.remaining();
            most.accumulateAndGet(TestServer.directMemory(), Math::max);
            Thread.sleep(1);
            next = request.body().next();
          }
          return Response.text(200, "text/plain", Long.toString(length));
        };
    try (TestServer server = TestServer.start(slow);
        RawClient client = server.connect()) {
      long before = TestServer.directMemory();
      client.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: " + 64 * MIB + "\r\n\r\n");
      byte[] piece = new byte[MIB];
      for (int i = 0; i < 64; i++) {
        client.out().write(piece);
      }
      assertEquals(Integer.toString(64 * MIB), client.answer().body());
      long grown = most.get() - before;
      assertTrue(grown < 12 * MIB, "direct memory grew by " + grown);
    }
  }

  @Test
  void shouldKeepTheConnectionWhenASmallBodyWasNotRead() throws IOException {
    try (TestServer server =
            TestServer.start(new Answers.Fixed(Response.empty(401, Headers.none()), true));
        RawClient client = server.connect()) {
      for (int i = 0; i < 3; i++) {
        client.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
        assertFalse(client.answer().hasName("Connection"));
        client.send("x".repeat(100_000));
      }
    }
  }

  @Test
  void shouldCloseWhenALargeBodyWasNotReadButDeliverTheAnswer() throws IOException {
    try (TestServer server =
            TestServer.start(new Answers.Fixed(Response.empty(401, Headers.none()), false));
        RawClient client = server.connect()) {
      client.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: " + 8 * MIB + "\r\n\r\n");
      client.out().write(new byte[MIB]);
      RawClient.Answer answer = client.answer();
      assertEquals(401, answer.status());
      assertTrue(answer.has("Connection: close"));
      assertTrue(client.isClosedByServer());
    }
  }

  @Test
  void shouldCloseWhenAnUnreadChunkedBodyGoesOn() throws IOException {
    try (TestServer server = TestServer.start(Answers.now("hi"));
        RawClient client = server.connect()) {
      client.send("PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
      assertEquals(200, client.answer().status());
      byte[] piece = new byte[MIB];
      assertThrows(
          SocketException.class,
          () -> {
            while (true) {
              write(client.out(), piece, true);
            }
          });
    }
  }

  @Test
  void shouldTellTheHandlerWhenTheClientGoesAway() throws Exception {
    CompletableFuture<Exception> seen = new CompletableFuture<>();
    CountDownLatch reading = new CountDownLatch(1);
    Handler handler =
        request -> {
          try {
            request.body().next();
            reading.countDown();
            request.body().next();
            throw new AssertionError("the body went on");
          } catch (IOException gone) {
            seen.complete(gone);
            throw gone;
          }
        };
    try (TestServer server = TestServer.start(handler)) {
      RawClient client = server.connect();
      client.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
      reading.await();
      client.close();
      assertTrue(seen.get().toString().contains("went away"));
      TestServer.eventually("observed", () -> server.completed().contains("PUT / 499 0"));
      TestServer.eventually("not active", () -> server.server().active() == 0);
    }
  }

  @Test
  void shouldGiveUpOnABodyThatStalls() throws IOException {
    Timeouts hasty = HastyTimeouts.bodyIdle(Duration.ofMillis(200));
    try (TestServer server =
            TestServer.start(ServerLimits.defaults().with(hasty), null, Answers.digest());
        RawClient client = server.connect()) {
      client.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
      RawClient.Answer answer = client.answer();
      assertEquals(408, answer.status());
      assertTrue(answer.has("Connection: close"));
      assertTrue(client.isClosedByServer());
    }
  }
}
