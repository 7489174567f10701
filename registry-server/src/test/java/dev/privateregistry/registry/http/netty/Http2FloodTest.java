package dev.privateregistry.registry.http.netty;

import static dev.privateregistry.registry.http.netty.RawHttp2Client.CONTINUATION;
import static dev.privateregistry.registry.http.netty.RawHttp2Client.DATA;
import static dev.privateregistry.registry.http.netty.RawHttp2Client.END_HEADERS;
import static dev.privateregistry.registry.http.netty.RawHttp2Client.END_STREAM;
import static dev.privateregistry.registry.http.netty.RawHttp2Client.ENHANCE_YOUR_CALM;
import static dev.privateregistry.registry.http.netty.RawHttp2Client.HEADERS;
import static dev.privateregistry.registry.http.netty.RawHttp2Client.PING;
import static dev.privateregistry.registry.http.netty.RawHttp2Client.PRIORITY;
import static dev.privateregistry.registry.http.netty.RawHttp2Client.SETTINGS;
import static dev.privateregistry.registry.http.netty.RawHttp2Client.fields;
import static dev.privateregistry.registry.http.netty.RawHttp2Client.frame;
import static dev.privateregistry.registry.http.netty.RawHttp2Client.get;
import static dev.privateregistry.registry.http.netty.RawHttp2Client.indexedField;
import static dev.privateregistry.registry.http.netty.RawHttp2Client.post;
import static dev.privateregistry.registry.http.netty.RawHttp2Client.reset;
import static dev.privateregistry.registry.http.netty.RawHttp2Client.windowUpdate;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.http.Handler;
import dev.privateregistry.registry.http.Headers;
import dev.privateregistry.registry.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that use HTTP/2 to wear the server out: they are cut off, and memory stays flat. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class Http2FloodTest {
  private static final int MIB = 1024 * 1024;
  private static final int INITIAL_WINDOW_SIZE = 4;
  private static final int MANY = 1_000_000;

  @TempDir private Path folder;
  @RegisterExtension private final TestTls tls = new TestTls();

  private TestServer start(Handler handler) throws IOException {
    return TestServer.start(ServerLimits.defaults(), tls.source(), handler);
  }

  private TestServer start(Timeouts timeouts, Handler handler) throws IOException {
    return TestServer.start(ServerLimits.defaults().with(timeouts), tls.source(), handler);
  }

  private static void assertServes(TestServer server) throws IOException {
    try (RawHttp2Client other = new RawHttp2Client(server.port())) {
      assertEquals(200, other.send(get(1)).status(1));
    }
  }

  /** What a client can repeat at little cost to itself. */
  enum Flood {
    PINGS(round -> frame(PING, 0, 0, new byte[8])),
    SETTINGS_FRAMES(
        round -> frame(SETTINGS, 0, 0, RawHttp2Client.settings(INITIAL_WINDOW_SIZE, 1000 + round))),
    PRIORITIES(round -> frame(PRIORITY, 0, 2 * round + 1, new byte[5])),
    CONNECTION_WINDOWS(round -> windowUpdate(0, 1)),
    UNKNOWN_FRAMES(round -> frame(0xfa, 0, 0, new byte[0])),
    RESETS(round -> join(get(2 * round + 1), reset(2 * round + 1))),
    SERVER_RESETS(round -> join(post(2 * round + 1), windowUpdate(2 * round + 1, 0))),
    EMPTY_DATA(round -> round == 0 ? post(1) : frame(DATA, 0, 1, new byte[0])),
    TINY_CONTINUATIONS(
        round ->
            round == 0
                ? frame(HEADERS, END_STREAM, 1, fields(":method GET"))
                : frame(CONTINUATION, 0, 1, fields("a b"))),
    EMPTY_CONTINUATIONS(
        round ->
            round == 0
                ? frame(HEADERS, END_STREAM, 1, fields(":method GET"))
                : frame(CONTINUATION, 0, 1, new byte[0])),
    LARGE_CONTINUATIONS(
        round ->
            round == 0
                ? frame(HEADERS, END_STREAM, 1, fields(":method GET"))
                : frame(CONTINUATION, 0, 1, fields("a " + "b".repeat(16_000))));

    private final RawHttp2Client.Burst burst;

    Flood(RawHttp2Client.Burst burst) {
      this.burst = burst;
    }
  }

  private static byte[] join(byte[]... frames) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] frame : frames) {
      all.writeBytes(frame);
    }
    return all.toByteArray();
  }

  @ParameterizedTest
  @EnumSource
  void shouldCutOffAFlood(Flood flood) throws IOException {
    AtomicInteger handled = new AtomicInteger();
    Handler handler =
        request -> {
          handled.incrementAndGet();
          Answers.digest(request.body());
          return Response.text(200, "text/plain", "hi");
        };
    try (TestServer server = start(handler);
        RawHttp2Client client = new RawHttp2Client(server.port())) {
      long before = TestServer.directMemory();
      int error = client.flood(MANY, flood.burst);
      assertTrue(error == ENHANCE_YOUR_CALM || error == -1, "ended with error " + error);
      TestServer.eventually("closed", () -> server.server().connections() == 0);
      TestServer.eventually("nothing active", () -> server.server().active() == 0);
      assertTrue(handled.get() < 3000, handled + " requests handled");
      assertTrue(
          server.refused().contains(429) || server.refused().contains(400),
          server.refused() + " refused");
      assertTrue(TestServer.directMemory() - before < 8 * MIB, "memory grew");
      assertServes(server);
    }
  }

  @Test
  void shouldCloseAConnectionThatSendsAndNeverReads() throws IOException {
    Timeouts patient = TestServer.PATIENT;
    Timeouts hasty =
        new Timeouts(
            patient.handshake(),
            patient.head(),
            patient.bodyIdle(),
            Duration.ofMillis(300),
            Duration.ofMillis(600));
    Handler large = new Answers.Fixed(Response.of(200, Headers.none(), new byte[MIB]), true);
    try (TestServer server = start(hasty, large);
        RawHttp2Client client =
            new RawHttp2Client(server.port(), INITIAL_WINDOW_SIZE, Integer.MAX_VALUE)) {
      long before = TestServer.directMemory();
      client.send(windowUpdate(0, Integer.MAX_VALUE - 65_535));
      for (int i = 0; i < 100; i++) {
        client.send(get(2 * i + 1));
      }
      TestServer.eventually("begun", () -> !server.completed().isEmpty());
      TestServer.eventually("closed", () -> server.server().connections() == 0);
      assertTrue(TestServer.directMemory() - before < 32 * MIB, "memory grew");
    }
  }

  @Test
  void shouldResetAnswersToAClientThatOpensNoWindow() throws IOException {
    Timeouts hasty = HastyTimeouts.writeStall(Duration.ofMillis(300));
    Path file = folder.resolve("large");
    Files.write(file, new byte[4 * MIB]);
    try (TestServer server = start(hasty, request -> Answers.file(file, 0, 4 * MIB));
        RawHttp2Client client = new RawHttp2Client(server.port(), INITIAL_WINDOW_SIZE, 0)) {
      int streams = 20;
      for (int i = 0; i < streams; i++) {
        client.send(get(2 * i + 1));
      }
      for (int i = 0; i < streams; i++) {
        assertEquals(200, client.status(0));
      }
      client.await(RawHttp2Client.RST_STREAM, 0);
      TestServer.eventually("given up", () -> server.server().active() == 0);
      assertServes(server);
    }
  }

  @Test
  void shouldBoundWhatItReadsForClientsThatOpenNoWindow() throws IOException {
    int connections = 5;
    int streams = 100;
    Path file = folder.resolve("large");
    Files.write(file, new byte[MIB]);
    List<RawHttp2Client> clients = new ArrayList<>();
    try (TestServer server = start(request -> Answers.file(file, 0, MIB))) {
      long before = TestServer.directMemory();
      for (int i = 0; i < connections; i++) {
        RawHttp2Client client = new RawHttp2Client(server.port(), INITIAL_WINDOW_SIZE, 0);
        clients.add(client);
        for (int k = 0; k < streams; k++) {
          client.send(get(2 * k + 1));
        }
        for (int k = 0; k < streams; k++) {
          assertEquals(200, client.status(0));
        }
      }
      long grown = TestServer.directMemory() - before;
      assertTrue(grown < 128 * MIB, "memory grew by " + grown);
      assertServes(server);
      for (RawHttp2Client client : clients) {
        client.close();
      }
      TestServer.eventually("nothing active", () -> server.server().active() == 0);
    }
  }

  @Test
  void shouldRefuseMoreStreamsThanAllowed() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    Handler handler =
        request -> {
          open.await();
          return Response.text(200, "text/plain", "hi");
        };
    int most = ServerLimits.defaults().http2().streams();
    try (TestServer server = start(handler);
        RawHttp2Client client = new RawHttp2Client(server.port())) {
      for (int i = 0; i <= most; i++) {
        client.send(get(2 * i + 1));
      }
      RawHttp2Client.Frame refused = client.await(RawHttp2Client.RST_STREAM, 0);
      assertEquals(2 * most + 1, refused.stream());
      int refusedStream = 7;
      assertEquals(refusedStream, refused.error());
      assertEquals(most, server.server().active());
      open.countDown();
      assertEquals(200, client.status(0));
    }
  }

  @Test
  void shouldNotUnfoldAHeaderBomb() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.writeBytes(fields(":method GET :path / :scheme https :authority x"));
    bomb.writeBytes(indexedField("a", "b".repeat(4000)));
    for (int i = 0; i < 10_000; i++) {
      bomb.write(0x80 | 62);
    }
    try (TestServer server = start(Answers.now("hi"));
        RawHttp2Client client = new RawHttp2Client(server.port())) {
      client.send(frame(HEADERS, END_HEADERS | END_STREAM, 1, bomb.toByteArray()));
      int answer = client.statusOrReset(1);
      assertTrue(answer == 431 || answer < 0, "answered " + answer);
      assertEquals(0, server.completed().size());
      TestServer.eventually("told", () -> !server.refused().isEmpty());
      assertServes(server);
    }
  }

  /** Also while other requests run, which keep the connection from being idle. */
  @Test
  void shouldGiveUpOnAHeadThatDoesNotEnd() throws Exception {
    Timeouts hasty = HastyTimeouts.head(Duration.ofMillis(300));
    CountDownLatch open = new CountDownLatch(1);
    Handler slow =
        request -> {
          open.await();
          return Response.text(200, "text/plain", "hi");
        };
    try (TestServer server = start(hasty, slow);
        RawHttp2Client client = new RawHttp2Client(server.port())) {
      client.await(SETTINGS, 0);
      client.send(get(1), frame(HEADERS, END_STREAM, 3, fields(":method GET")));
      assertEquals(ENHANCE_YOUR_CALM, client.await(RawHttp2Client.GOAWAY, 0).error());
      assertThrows(IOException.class, client::read);
      assertEquals(List.of(408), server.refused());
      open.countDown();
      TestServer.eventually("closed", () -> server.server().connections() == 0);
    }
  }

  @Test
  void shouldGiveUpOnAHeadThatComesByteByByte() throws Exception {
    Timeouts hasty = HastyTimeouts.head(Duration.ofMillis(300));
    byte[] head = get(1);
    try (TestServer server = start(hasty, Answers.now("hi"));
        RawHttp2Client client = new RawHttp2Client(server.port())) {
      client.await(SETTINGS, 0);
      client.send(Arrays.copyOf(head, head.length - 1));
      assertEquals(ENHANCE_YOUR_CALM, client.await(RawHttp2Client.GOAWAY, 0).error());
      assertEquals(List.of(408), server.refused());
    }
  }

  @Test
  void shouldServeRequestsLongAfterASlowHeadHasArrived() throws Exception {
    Timeouts hasty = HastyTimeouts.head(Duration.ofMillis(300));
    try (TestServer server = start(hasty, Answers.now("hi"));
        RawHttp2Client client = new RawHttp2Client(server.port())) {
      byte[] head = get(1);
      client.send(Arrays.copyOf(head, 20));
      client.send(Arrays.copyOfRange(head, 20, head.length));
      assertEquals(200, client.status(1));
      long end = System.nanoTime() + Duration.ofMillis(500).toNanos();
      for (int stream = 3; System.nanoTime() < end; stream += 2) {
        assertEquals(200, client.send(get(stream)).status(stream));
      }
      assertEquals(List.of(), server.refused());
    }
  }

  @Test
  void shouldNotWaitForEverForTheRestOfAHead() throws IOException {
    Timeouts hasty = HastyTimeouts.keepAlive(Duration.ofMillis(300));
    try (TestServer server = start(hasty, Answers.now("hi"));
        RawHttp2Client client = new RawHttp2Client(server.port())) {
      client.await(SETTINGS, 0);
      client.send(get(1), frame(HEADERS, END_STREAM, 3, fields(":method GET")));
      assertEquals(200, client.status(1));
      assertEquals(0, client.await(RawHttp2Client.GOAWAY, 0).error());
      assertThrows(IOException.class, client::read);
      TestServer.eventually("closed", () -> server.server().connections() == 0);
    }
  }

  @Test
  void shouldGiveUpOnABodyThatStalls() throws IOException {
    Timeouts hasty = HastyTimeouts.bodyIdle(Duration.ofMillis(200));
    try (TestServer server = start(hasty, Answers.digest());
        RawHttp2Client client = new RawHttp2Client(server.port())) {
      client.send(post(1), frame(DATA, 0, 1, new byte[10]));
      assertEquals(408, client.status(1));
      assertServes(server);
    }
  }
}
