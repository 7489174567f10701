package dev.privateregistry.registry.http.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.http.Handler;
import dev.privateregistry.registry.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void shouldAnswerARequestToUpgradeInHttp11() throws Exception {
    try (TestServer server = start(Answers.now("hi"), true);
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      var answer =
          client.send(HttpRequest.newBuilder(server.uri("/")).build(), BodyHandlers.ofString());
      assertEquals(HttpClient.Version.HTTP_1_1, answer.version());
      assertEquals("hi", answer.body());
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
