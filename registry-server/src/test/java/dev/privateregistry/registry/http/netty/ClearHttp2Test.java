package dev.privateregistry.registry.http.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.http.Handler;
import dev.privateregistry.registry.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 without TLS, {@code http.h2c.enabled}. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class ClearHttp2Test {
  /** The client's preface and empty settings; then GET / with :authority x, on stream 1. */
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  private static final String SETTINGS = "000000040000000000";
  private static final String GET = "000006" + "01" + "05" + "00000001" + "828684" + "410178";

  private static TestServer start(Handler handler, boolean clearHttp2) throws IOException {
    return TestServer.start(
        ServerOptions.plain(new Endpoint.Tcp("127.0.0.1", 0)).withClearHttp2(clearHttp2), handler);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  /** The payloads of the frames of a type on stream 1 until one ends it. */
  private static byte[] data(InputStream in) throws IOException {
    byte[] found = {};
    while (true) {
      byte[] head = in.readNBytes(9);
      int length = (head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | (head[2] & 0xff);
      byte[] payload = in.readNBytes(length);
      boolean isData = head[3] == 0 && head[8] == 1;
      if (isData) {
        byte[] more = new byte[found.length + payload.length];
        System.arraycopy(found, 0, more, 0, found.length);
        System.arraycopy(payload, 0, more, found.length, payload.length);
        found = more;
        if ((head[4] & 1) != 0) {
          return found;
        }
      }
    }
  }

  @TempDir private Path folder;

  @Test
  void shouldSpeakHttp2ToAClientThatStartsWithIt() throws IOException {
    Handler who =
        request ->
            Response.text(
                200,
                "text/plain",
                request.protocol() + " " + request.scheme() + " " + request.authority());
    try (TestServer server = start(who, true);
        RawClient client = server.connect()) {
      client.send(PREFACE);
      client.out().write(bytes(SETTINGS + GET));
      assertEquals(
          "HTTP/2.0 http x",
          new String(data(client.socket().getInputStream()), StandardCharsets.UTF_8));
    }
  }

  @Test
  void shouldSendFilesInFrames() throws IOException {
    Path blob = Files.writeString(folder.resolve("blob"), "b".repeat(50_000));
    try (TestServer server = start(request -> Answers.file(blob, 0, 50_000), true);
        RawClient client = server.connect()) {
      client.send(PREFACE);
      client.out().write(bytes(SETTINGS + GET));
      assertEquals(
          "b".repeat(50_000),
          new String(data(client.socket().getInputStream()), StandardCharsets.UTF_8));
    }
  }

  @Test
  void shouldTakeThePrefaceInPieces() throws IOException {
    try (TestServer server = start(Answers.now("hi"), true);
        RawClient client = server.connect()) {
      client.send(PREFACE.substring(0, 5));
      client.send(PREFACE.substring(5, 20));
      client.send(PREFACE.substring(20));
      client.out().write(bytes(SETTINGS + GET));
      assertEquals(
          "hi", new String(data(client.socket().getInputStream()), StandardCharsets.UTF_8));
    }
  }

  @Test
  void shouldGoOnSpeakingHttp11() throws IOException {
    try (TestServer server = start(Answers.now("hi"), true);
        RawClient client = server.connect()) {
      assertEquals("hi", client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").answer().body());
      assertEquals("hi", client.send("PUT / HTTP/1.1\r\nHost: x\r\n\r\n").answer().body());
    }
  }

  /** A client's preference for small frames, as in the example of RFC 7540, section 3.2. */
  private static final String UPGRADE =
      """
      GET / HTTP/1.1
      Host: x
      Connection: Upgrade, HTTP2-Settings
      Upgrade: h2c
      HTTP2-Settings: AAMAAABkAAQAAP__

      """
          .replace("\n", "\r\n");

  private static final String SWITCHED =
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n";

  @Test
  void shouldAnswerTheRequestThatUpgradesInHttp2AndGoOn() throws Exception {
    Handler target = request -> Response.text(200, "text/plain", request.path());
    try (TestServer server = start(target, true);
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      for (String path : List.of("/first", "/second", "/third")) {
        var answer =
            client.send(HttpRequest.newBuilder(server.uri(path)).build(), BodyHandlers.ofString());
        assertEquals(HttpClient.Version.HTTP_2, answer.version());
        assertEquals(path, answer.body());
      }
      assertEquals(1, server.server().connections());
    }
  }

  @Test
  void shouldSendLargeAnswersAfterAnUpgrade() throws Exception {
    Path blob = Files.writeString(folder.resolve("blob"), "b".repeat(3_000_000));
    try (TestServer server = start(request -> Answers.file(blob, 0, 3_000_000), true);
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      var answer =
          client.send(HttpRequest.newBuilder(server.uri("/")).build(), BodyHandlers.ofString());
      assertEquals(HttpClient.Version.HTTP_2, answer.version());
      assertEquals("b".repeat(3_000_000), answer.body());
    }
  }

  @Test
  void shouldTakeWhatFollowsAnUpgradeForHttp2Only() throws IOException {
    try (TestServer server = start(request -> Response.text(200, "text/plain", "hi"), true);
        RawClient client = server.connect()) {
      client.send(UPGRADE + "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");
      String all = client.rest();
      assertTrue(all.startsWith(SWITCHED), all);
      assertEquals(-1, all.indexOf("HTTP/1.1", SWITCHED.length()), all);
      assertTrue(
          server.completed().stream().noneMatch(line -> line.contains("smuggled")),
          server.completed().toString());
    }
  }

  @Test
  void shouldTakeUploadsInHttp11FromAClientThatAsksForMore() throws Exception {
    try (TestServer server = start(Answers.digest(), true);
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      var answer =
          client.send(
              HttpRequest.newBuilder(server.uri("/")).PUT(BodyPublishers.ofString("abc")).build(),
              BodyHandlers.ofString());
      assertEquals(HttpClient.Version.HTTP_1_1, answer.version());
      assertTrue(answer.body().startsWith("3 "), answer.body());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1|Host: x|Connection: Upgrade, HTTP2-Settings|Upgrade: h2c||",
        "GET / HTTP/1.1|Host: x|Connection: Upgrade|Upgrade: h2c|HTTP2-Settings: AAMAAABk||",
        "GET / HTTP/1.1|Host: x|Connection: HTTP2-Settings|Upgrade: h2c|HTTP2-Settings: AAMAAABk||",
        "GET / HTTP/1.1|Host: x|Connection: Upgrade, HTTP2-Settings|Upgrade: h2c|HTTP2-Settings: AAMA||",
        "GET / HTTP/1.1|Host: x|Connection: Upgrade, HTTP2-Settings|Upgrade: h2c|HTTP2-Settings: +/+/||",
        "GET / HTTP/1.1|Host: x|Connection: Upgrade, HTTP2-Settings|Upgrade: h2c|HTTP2-Settings: AAX_____||",
        "GET / HTTP/1.1|Host: x|Connection: Upgrade, HTTP2-Settings|Upgrade: h2c|HTTP2-Settings: |HTTP2-Settings: ||",
        "GET / HTTP/1.1|Host: x|Connection: Upgrade, HTTP2-Settings|Upgrade: h2c, websocket|HTTP2-Settings: ||",
        "GET / HTTP/1.1|Host: x|Connection: Upgrade, HTTP2-Settings|Upgrade: h2|HTTP2-Settings: ||",
        "PUT / HTTP/1.1|Host: x|Content-Length: 1|Connection: Upgrade, HTTP2-Settings|Upgrade: h2c|HTTP2-Settings: ||a",
        "PUT / HTTP/1.1|Host: x|Transfer-Encoding: chunked|Connection: Upgrade, HTTP2-Settings|Upgrade: h2c|HTTP2-Settings: ||0||",
      })
  void shouldGoOnInHttp11WhenTheUpgradeIsNotClear(String request) throws IOException {
    try (TestServer server = start(Answers.now("hi"), true);
        RawClient client = server.connect()) {
      RawClient.Answer answer = client.send(request.replace("|", "\r\n")).answer();
      assertEquals("HTTP/1.1 200 OK", answer.statusLine());
      assertEquals("hi", answer.body());
      assertEquals("hi", client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").answer().body());
    }
  }

  @Test
  void shouldNotUpgradeWhereHttp2IsNotSpoken() throws IOException {
    try (TestServer server = start(Answers.now("hi"), false);
        RawClient client = server.connect()) {
      assertEquals("HTTP/1.1 200 OK", client.send(UPGRADE).answer().statusLine());
    }
  }

  @Test
  void shouldNotUpgradeOverTls() throws Exception {
    Path certificate = folder.resolve("tls.crt");
    Path key = folder.resolve("tls.key");
    TestCertificates.elliptic(1).write(certificate, key);
    try (FollowedCertificate tls = FollowedCertificate.open(TlsOptions.of(certificate, key));
        TestServer server =
            TestServer.start(
                ServerOptions.plain(new Endpoint.Tcp("127.0.0.1", 0))
                    .withClearHttp2(true)
                    .withTls(tls),
                Answers.now("hi"));
        RawClient client =
            new RawClient(
                TestCertificates.trustingAll()
                    .getSocketFactory()
                    .createSocket("127.0.0.1", server.port()))) {
      assertEquals("HTTP/1.1 200 OK", client.send(UPGRADE).answer().statusLine());
    }
  }

  @Test
  void shouldRefuseThePrefaceWhereHttp2IsNotSpoken() throws IOException {
    try (TestServer server = start(Answers.now("hi"), false);
        RawClient client = server.connect()) {
      String answer = client.send(PREFACE).rest();
      assertTrue(answer.startsWith("HTTP/1.1 505 "), answer);
    }
  }
}
