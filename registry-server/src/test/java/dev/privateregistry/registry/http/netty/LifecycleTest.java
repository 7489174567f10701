package dev.privateregistry.registry.http.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.http.ExchangeObserver;
import dev.privateregistry.registry.http.Handler;
import dev.privateregistry.registry.http.Request;
import dev.privateregistry.registry.http.Response;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Starting, timing out, draining, stopping. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class LifecycleTest {
  private static final ExchangeObserver NOBODY = (request, status, bytes, nanos) -> {};

  @TempDir private Path folder;

  /** Answers when it is told to. */
  private static final class Gate implements Handler {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    @Override
    public Response answer(Request request) throws Exception {
      begun.countDown();
      open.await();
      return Response.text(200, "text/plain", "done");
    }
  }

  @Test
  void shouldListenOnAllInterfacesOfBothFamilies() throws IOException {
    try (HttpServer server =
        HttpServer.start(ServerOptions.plain(new Endpoint.Tcp("", 0)), Answers.now("hi"), NOBODY)) {
      for (String address : new String[] {"127.0.0.1", "::1"}) {
        try (RawClient client = new RawClient(new Socket(address, server.address().getPort()))) {
          assertEquals(200, client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").answer().status());
        }
      }
    }
  }

  @Test
  void shouldNameTheAddressThatIsTaken() throws IOException {
    try (TestServer server = TestServer.start(Answers.now("hi"))) {
      ServerOptions same = ServerOptions.plain(new Endpoint.Tcp("127.0.0.1", server.port()));
      BindException taken =
          assertThrows(
              BindException.class, () -> HttpServer.start(same, Answers.now("hi"), NOBODY));
      assertTrue(
          String.valueOf(taken.getMessage())
              .startsWith("cannot listen on 127.0.0.1:" + server.port()));
    }
  }

  @Test
  void shouldCloseConnectionsThatAreIdleOrSlow() throws IOException {
    Timeouts hasty =
        new Timeouts(
            Duration.ofSeconds(5),
            Duration.ofMillis(150),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofMillis(300));
    try (TestServer server =
            TestServer.start(ServerLimits.defaults().with(hasty), null, Answers.now("hi"));
        RawClient silent = server.connect();
        RawClient idle = server.connect();
        RawClient slow = server.connect()) {
      slow.send("GET / HTTP/1.1\r\n");
      assertEquals(200, idle.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").answer().status());
      assertEquals(408, slow.answer().status());
      assertTrue(slow.isClosedByServer());
      assertTrue(idle.isClosedByServer());
      assertTrue(silent.isClosedByServer());
    }
  }

  @Test
  void shouldRefuseMoreConnectionsThanAllowed() throws IOException {
    try (TestServer server =
            TestServer.start(ServerLimits.defaults().withConnections(1), null, Answers.now("hi"));
        RawClient first = server.connect()) {
      assertEquals(200, first.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").answer().status());
      try (RawClient second = server.connect()) {
        assertTrue(second.isClosedByServer());
      }
    }
  }

  @Test
  void shouldFinishWhatRunsWhileDraining() throws Exception {
    Gate gate = new Gate();
    try (TestServer server = TestServer.start(gate);
        RawClient idle = server.connect();
        RawClient busy = server.connect()) {
      busy.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      gate.begun.await();
      assertEquals(1, server.server().active());
      CompletableFuture<Boolean> drained = drain(server, Duration.ofSeconds(20));
      assertTrue(idle.isClosedByServer());
      assertThrows(ConnectException.class, server::connect);
      assertFalse(drained.isDone());
      gate.open.countDown();
      RawClient.Answer answer = busy.answer();
      assertEquals("done", answer.body());
      assertTrue(answer.has("Connection: close"));
      assertTrue(busy.isClosedByServer());
      assertTrue(drained.get());
    }
  }

  @Test
  void shouldSayWhenSomethingDidNotFinish() throws Exception {
    Gate gate = new Gate();
    try (TestServer server = TestServer.start(gate);
        RawClient busy = server.connect()) {
      busy.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      gate.begun.await();
      assertFalse(drain(server, Duration.ofMillis(100)).get());
      server.close();
      assertTrue(busy.isClosedByServer());
      gate.open.countDown();
    }
  }

  @Test
  void shouldFinishHttp2StreamsWhileDraining() throws Exception {
    Gate gate = new Gate();
    Path certificate = folder.resolve("tls.crt");
    Path key = folder.resolve("tls.key");
    TestCertificates.elliptic(1).write(certificate, key);
    try (FollowedCertificate tls = FollowedCertificate.open(TlsOptions.of(certificate, key));
        TestServer server = TestServer.start(ServerLimits.defaults(), tls, gate);
        HttpClient client =
            HttpClient.newBuilder().sslContext(TestCertificates.trustingAll()).build()) {
      HttpRequest request = HttpRequest.newBuilder(server.uri("/")).build();
      var answer = client.sendAsync(request, BodyHandlers.ofString());
      gate.begun.await();
      CompletableFuture<Boolean> drained = drain(server, Duration.ofSeconds(20));
      TestServer.eventually("stops listening", () -> !isListening(server));
      gate.open.countDown();
      assertEquals("done", answer.get().body());
      assertEquals(HttpClient.Version.HTTP_2, answer.get().version());
      assertTrue(drained.get());
      assertEquals(0, server.server().connections());
    }
  }

  private static boolean isListening(TestServer server) {
    try (RawClient probe = server.connect()) {
      return probe.socket().isConnected();
    } catch (IOException refused) {
      return false;
    }
  }

  private static CompletableFuture<Boolean> drain(TestServer server, Duration time) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return server.server().drain(time);
          } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
          }
        },
        Thread::startVirtualThread);
  }
}
