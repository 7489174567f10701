package dev.privateregistry.registry.http.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.http.Handler;
import dev.privateregistry.registry.http.Headers;
import dev.privateregistry.registry.http.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/1.1 clients that are slow, silent, greedy or gone, with and without TLS. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class BadClientTest {
  private static final int MIB = 1024 * 1024;
  private static final byte[] LARGE = new byte[8 * MIB];

  @RegisterExtension private final TestTls tls = new TestTls();

  private TestServer start(boolean secure, ServerLimits limits, Handler handler)
      throws IOException {
    return TestServer.start(limits, secure ? tls.source() : null, handler);
  }

  private static RawClient connect(TestServer server, boolean secure) throws IOException {
    return secure
        ? new RawClient(
            TestCertificates.trustingAll()
                .getSocketFactory()
                .createSocket("127.0.0.1", server.port()))
        : server.connect();
  }

  /** Sends a byte at a time, never pausing for long, until the server has had enough. */
  private static void trickle(RawClient client, CountDownLatch enough) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                OutputStream out = client.out();
                while (!enough.await(10, TimeUnit.MILLISECONDS)) {
                  out.write('a');
                }
              } catch (IOException | InterruptedException over) {
                enough.countDown();
              }
            });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldGiveUpOnAHeadThatTrickles(boolean secure) throws IOException {
    Timeouts hasty = HastyTimeouts.head(Duration.ofMillis(300));
    CountDownLatch enough = new CountDownLatch(1);
    try (TestServer server = start(secure, ServerLimits.defaults().with(hasty), Answers.now("hi"));
        RawClient client = connect(server, secure)) {
      client.send("GET / HTTP/1.1\r\nHost: x\r\nA: ");
      trickle(client, enough);
      assertEquals(408, client.answer().status());
      assertTrue(client.isClosedByServer());
      enough.countDown();
      assertEquals(0, server.completed().size());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldGiveUpOnABodyThatTrickles(boolean secure) throws IOException {
    Timeouts hasty = HastyTimeouts.bodyIdle(Duration.ofMillis(300));
    CountDownLatch enough = new CountDownLatch(1);
    try (TestServer server = start(secure, ServerLimits.defaults().with(hasty), Answers.digest());
        RawClient client = connect(server, secure)) {
      client.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n");
      trickle(client, enough);
      RawClient.Answer answer = client.answer();
      assertEquals(408, answer.status());
      assertEquals("the request body comes in at less than 256 bytes/s\n", answer.body());
      enough.countDown();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldTakeABodyThatIsSlowButNotTooSlow(boolean secure) throws Exception {
    Timeouts hasty = HastyTimeouts.bodyIdle(Duration.ofMillis(300));
    int pieces = 60;
    try (TestServer server = start(secure, ServerLimits.defaults().with(hasty), Answers.digest());
        RawClient client = connect(server, secure)) {
      client.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: " + pieces * 100 + "\r\n\r\n");
      for (int i = 0; i < pieces; i++) {
        client.send("x".repeat(100));
        TimeUnit.MILLISECONDS.sleep(10);
      }
      assertEquals(200, client.answer().status());
    }
  }

  /** What a client has sent when it closes its sending side. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET / HT",
        "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc",
        "PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
      })
  void shouldNotKeepAHalfClosedConnection(String sent) throws IOException {
    try (TestServer server = TestServer.start(Answers.digest());
        RawClient client = server.connect()) {
      client.send(sent);
      client.socket().shutdownOutput();
      assertTrue(client.isClosedByServer());
      TestServer.eventually("closed", () -> server.server().connections() == 0);
      TestServer.eventually("nothing active", () -> server.server().active() == 0);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldStopReadingFromAClientThatSendsRequestsAndReadsNoAnswers(boolean secure)
      throws Exception {
    Handler handler = new Answers.Fixed(Response.of(200, Headers.none(), new byte[10_000]), true);
    int requests = 20_000;
    AtomicLong sent = new AtomicLong();
    byte[] ahead =
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(10).getBytes(StandardCharsets.US_ASCII);
    try (TestServer server = start(secure, ServerLimits.defaults(), handler);
        RawClient client = connect(server, secure)) {
      long before = TestServer.directMemory();
      Thread writer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      for (int i = 0; i < requests / 10; i++) {
                        client.out().write(ahead);
                        sent.addAndGet(10);
                      }
                    } catch (IOException over) {
                      sent.set(-1);
                    }
                  });
      TestServer.eventually("some answered", () -> server.completed().size() > 100);
      int answered = settled(server);
      assertTrue(answered < requests / 2, answered + " answered without being read");
      assertTrue(TestServer.directMemory() - before < 32L * MIB, "memory grew");
      for (int i = 0; i < requests; i++) {
        assertEquals(200, client.answer().status());
      }
      writer.join();
      assertEquals(requests, sent.get());
    }
  }

  /** The number of answers once it stays the same for a while. */
  private static int settled(TestServer server) throws InterruptedException {
    int last = -1;
    int same = 0;
    while (same < 20) {
      int now = server.completed().size();
      same = now == last ? same + 1 : 0;
      last = now;
      TimeUnit.MILLISECONDS.sleep(10);
    }
    return last;
  }

  @Test
  void shouldBoundWhatWaitsForHandlersThatDoNotRead() throws Exception {
    int connections = 200;
    CountDownLatch open = new CountDownLatch(1);
    Handler handler =
        request -> {
          open.await();
          return Response.empty(200, Headers.none());
        };
    List<RawClient> clients = new ArrayList<>();
    try (TestServer server = TestServer.start(handler)) {
      long before = TestServer.directMemory();
      for (int i = 0; i < connections; i++) {
        RawClient client = server.connect();
        clients.add(client);
        client.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: " + 8 * MIB + "\r\n\r\n");
        Thread.ofVirtual().start(() -> sendAll(client));
      }
      TestServer.eventually("all begun", () -> server.server().active() == connections);
      TimeUnit.MILLISECONDS.sleep(500);
      long grown = TestServer.directMemory() - before;
      open.countDown();
      for (RawClient client : clients) {
        client.close();
      }
      assertTrue(grown < 160L * MIB, "memory grew by " + grown);
      TestServer.eventually("nothing active", () -> server.server().active() == 0);
    }
  }

  private static void sendAll(RawClient client) {
    try {
      client.out().write(LARGE);
    } catch (IOException closed) {
      // the test is over
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldForgetAClientThatResetsItsConnection(boolean secure) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Handler handler =
        request -> {
          begun.countDown();
          Answers.digest(request.body());
          return Response.empty(200, Headers.none());
        };
    try (TestServer server = start(secure, ServerLimits.defaults(), handler)) {
      try (RawClient client = connect(server, secure)) {
        client.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nabc");
        begun.await();
        reset(client.socket());
      }
      TestServer.eventually("closed", () -> server.server().connections() == 0);
      TestServer.eventually("nothing active", () -> server.server().active() == 0);
      assertEquals("PUT / 499 0", server.completed().getFirst());
    }
  }

  private static void reset(Socket socket) throws SocketException {
    socket.setSoLinger(true, 0);
  }
}
