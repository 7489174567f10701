package dev.privateregistry.registry.http.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.http.Handler;
import dev.privateregistry.registry.http.Headers;
import dev.privateregistry.registry.http.Response;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTTP/2 over TLS. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class Http2Test {
  private static final int MIB = 1024 * 1024;

  @RegisterExtension private final TestTls tls = new TestTls();

  private TestServer start(Handler handler) throws IOException {
    return TestServer.start(ServerLimits.defaults(), tls.source(), handler);
  }

  private static HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_2)
        .sslContext(TestCertificates.trustingAll())
        .build();
  }

  @Test
  void shouldSpeakHttp2WithTheFieldsOfTheHandler() throws Exception {
    Handler handler =
        request ->
            Response.text(
                200,
                "text/plain",
                "%s %s %s %s %s %s"
                    .formatted(
                        request.method(),
                        request.path(),
                        request.query(),
                        request.scheme(),
                        request.protocol(),
                        request.header("X-Custom")));
    try (TestServer server = start(handler);
        HttpClient client = client()) {
      HttpRequest request =
          HttpRequest.newBuilder(server.uri("/v2/?a=b")).header("x-custom", "c").build();
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      assertEquals(HttpClient.Version.HTTP_2, answer.version());
      assertEquals("GET /v2/ a=b https HTTP/2.0 c", answer.body());
      assertEquals("text/plain", answer.headers().firstValue("content-type").orElseThrow());
      assertTrue(answer.headers().firstValue("date").isPresent());
    }
  }

  @Test
  void shouldRunManyUploadsOnOneConnection() throws Exception {
    byte[] content = new byte[4 * MIB];
    new Random(5).nextBytes(content);
    String expected =
        content.length + " " + HexFormat.of().formatHex(Answers.sha256().digest(content));
    try (TestServer server = start(Answers.digest());
        HttpClient client = client()) {
      client.send(put(server, new byte[0]), BodyHandlers.ofString());
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        answers.add(client.sendAsync(put(server, content), BodyHandlers.ofString()));
      }
      for (CompletableFuture<HttpResponse<String>> answer : answers) {
        assertEquals(expected, answer.get().body());
      }
      assertEquals(1, server.server().connections());
    }
  }

  private static HttpRequest put(TestServer server, byte[] content) {
    return HttpRequest.newBuilder(server.uri("/")).PUT(BodyPublishers.ofByteArray(content)).build();
  }

  @Test
  void shouldHoldBackAFastClient() throws Exception {
    CompletableFuture<Integer> taken = new CompletableFuture<>();
    CompletableFuture<Void> mayRead = new CompletableFuture<>();
    Handler handler =
        request -> {
          ByteBuffer first = request.body().next();
          taken.complete(first == null ? 0 : first.remaining());
          mayRead.join();
          Answers.digest(request.body());
          return Response.empty(201, Headers.none());
        };
    Source source = new Source(64);
    try (TestServer server = start(handler);
        HttpClient client = client()) {
      var request =
          HttpRequest.newBuilder(server.uri("/"))
              .PUT(BodyPublishers.ofInputStream(() -> source))
              .build();
      var answer = client.sendAsync(request, BodyHandlers.discarding());
      assertTrue(taken.get() > 0);
      TestServer.eventually("the client pauses", source::pauses);
      assertTrue(source.sent() < 16L * MIB, "sent " + source.sent());
      mayRead.complete(null);
      assertEquals(201, answer.get().statusCode());
    }
  }

  @Test
  void shouldNoticeThatTheClientCancels() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch open = new CountDownLatch(1);
    Handler handler =
        request -> {
          begun.countDown();
          open.await();
          return Response.empty(200, Headers.none());
        };
    try (TestServer server = start(handler);
        HttpClient client = client()) {
      var answer =
          client.sendAsync(
              HttpRequest.newBuilder(server.uri("/")).build(), BodyHandlers.discarding());
      begun.await();
      answer.cancel(true);
      TestServer.eventually("observed", () -> server.completed().contains("GET / 499 0"));
      open.countDown();
      TestServer.eventually("not active", () -> server.server().active() == 0);
    }
  }

  @Test
  void shouldSpeakHttp11WhenHttp2IsOff() throws Exception {
    TlsOptions options =
        tls.options().with(new TlsOptions.Protocols(TlsOptions.Version.TLS_1_2, List.of(), false));
    try (FollowedCertificate without = FollowedCertificate.open(options);
        TestServer server = TestServer.start(ServerLimits.defaults(), without, Answers.now("hi"));
        HttpClient client = client()) {
      var answer =
          client.send(HttpRequest.newBuilder(server.uri("/")).build(), BodyHandlers.ofString());
      assertEquals(HttpClient.Version.HTTP_1_1, answer.version());
      assertEquals("hi", answer.body());
    }
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, /, x, -",
        "GET, -, x, -",
        "GET, a, x, -",
        "GET, /a b, x, -",
        "GET, /a#b, x, -",
        "GET, /, u@x, -",
        "GET, /, x, y",
      })
  void shouldRefuseMalformedRequests(
      @Nullable String method, @Nullable String path, String authority, @Nullable String host) {
    RefusedRequest refused =
        assertThrows(
            RefusedRequest.class,
            () -> fields(method, path, authority, host).line(RequestLimits.defaults()));
    assertEquals(400, refused.status());
  }

  private static Http2Fields fields(
      @Nullable String method, @Nullable String path, String authority, @Nullable String host) {
    DefaultHttp2Headers headers = new DefaultHttp2Headers();
    if (method != null) {
      headers.method(method);
    }
    if (path != null) {
      headers.path(path);
    }
    if (host != null) {
      headers.add("host", host);
    }
    headers.authority(authority);
    return new Http2Fields(headers);
  }

  /** Zeroes, and how many of them were asked for. */
  private static final class Source extends InputStream {
    private final long length;
    private volatile long sent;
    private long lastSeen = -1;
    private long unchangedSince;

    Source(int mebibytes) {
      this.length = (long) mebibytes * MIB;
    }

    @Override
    public int read() {
      return sent == length ? -1 : take(1) - 1;
    }

    @Override
    public int read(byte[] into, int offset, int most) {
      return sent == length ? -1 : take((int) Math.min(most, length - sent));
    }

    private synchronized int take(int count) {
      sent += count;
      return count;
    }

    long sent() {
      return sent;
    }

    boolean pauses() {
      if (sent != lastSeen) {
        lastSeen = sent;
        unchangedSince = System.nanoTime();
      }
      return System.nanoTime() - unchangedSince > 300_000_000L;
    }
  }

  @Test
  void shouldAnswerBeforeALargeBodyIsSent() throws Exception {
    try (TestServer server = start(new Answers.Fixed(Response.empty(401, Headers.none()), true));
        HttpClient client = client()) {
      HttpRequest request = put(server, new byte[200_000]);
      assertEquals(401, client.send(request, BodyHandlers.discarding()).statusCode());
      assertEquals(401, client.send(request, BodyHandlers.discarding()).statusCode());
      assertEquals(1, server.server().connections());
    }
  }
}
