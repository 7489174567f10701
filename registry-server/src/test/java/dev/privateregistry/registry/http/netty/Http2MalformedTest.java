package dev.privateregistry.registry.http.netty;

import static dev.privateregistry.registry.http.netty.RawHttp2Client.DATA;
import static dev.privateregistry.registry.http.netty.RawHttp2Client.END_HEADERS;
import static dev.privateregistry.registry.http.netty.RawHttp2Client.END_STREAM;
import static dev.privateregistry.registry.http.netty.RawHttp2Client.HEADERS;
import static dev.privateregistry.registry.http.netty.RawHttp2Client.SETTINGS;
import static dev.privateregistry.registry.http.netty.RawHttp2Client.fields;
import static dev.privateregistry.registry.http.netty.RawHttp2Client.frame;
import static dev.privateregistry.registry.http.netty.RawHttp2Client.get;
import static dev.privateregistry.registry.http.netty.RawHttp2Client.post;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 requests that RFC 9113 section 8 calls malformed never reach a handler. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class Http2MalformedTest {
  private static final String REQUEST = ":method GET :path / :scheme https :authority x";

  @RegisterExtension private final TestTls tls = new TestTls();

  private int answer(byte[]... frames) throws IOException {
    try (TestServer server =
        TestServer.start(ServerLimits.defaults(), tls.source(), Answers.now("hi"))) {
      int answer;
      try (RawHttp2Client client = new RawHttp2Client(server.port())) {
        answer = client.send(frames).statusOrReset(1);
      }
      if (answer != 200) {
        assertEquals(List.of(), server.completed());
        TestServer.eventually("told once", () -> !server.refused().isEmpty());
        int status = answer > 0 ? answer : 400;
        assertEquals(List.of(status), server.refused());
      }
      return answer;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        REQUEST + " Upper case",
        REQUEST + " a(b c",
        REQUEST + "  c",
        REQUEST + " a b\rc",
        REQUEST + " a b\nc",
        REQUEST + " a b\u0000c",
        REQUEST + " connection close",
        REQUEST + " transfer-encoding chunked",
        REQUEST + " keep-alive 5",
        REQUEST + " upgrade h2c",
        REQUEST + " proxy-connection close",
        REQUEST + " te gzip",
        REQUEST + " :unknown a",
        REQUEST + " :status 200",
        REQUEST + " :path /other",
        REQUEST + " host x host y",
        REQUEST + " host y",
        REQUEST + " content-length 1 content-length 2",
        REQUEST + " content-length +0",
        REQUEST + " content-length 5",
        "a b " + REQUEST,
        ":path / :scheme https :authority x",
        ":method GET :scheme https :authority x",
        ":method GET :path / :authority x",
        ":method GET :path  :scheme https :authority x",
        ":method GET :path a :scheme https :authority x",
        ":method GET :path /\u00e4 :scheme https :authority x",
        ":method GET :path /#a :scheme https :authority x",
        ":method GET :path / :scheme https :authority u@x",
        ":method GET :path / :scheme https :authority x :authority x",
        ":method G(T :path / :scheme https :authority x",
        ":method  :path / :scheme https :authority x",
        ":method CONNECT :authority x",
      })
  void shouldRefuseMalformedFields(String request) throws IOException {
    int answer = answer(frame(HEADERS, END_HEADERS | END_STREAM, 1, fields(request)));
    assertTrue(answer == 400 || answer < 0, "answered " + answer);
  }

  @Test
  void shouldUnderstandTheSameWithoutTheFault() throws IOException {
    assertEquals(
        200,
        answer(
            frame(
                HEADERS,
                END_HEADERS | END_STREAM,
                1,
                fields(REQUEST + " host x te trailers content-length 0"))));
  }

  @Test
  void shouldRefuseABodyOfAnotherLengthThanDeclared() throws IOException {
    byte[] head = frame(HEADERS, END_HEADERS, 1, fields(REQUEST + " content-length 5"));
    try (TestServer server =
            TestServer.start(ServerLimits.defaults(), tls.source(), Answers.digest());
        RawHttp2Client client = new RawHttp2Client(server.port())) {
      client.send(head, frame(DATA, END_STREAM, 1, new byte[6]));
      assertTrue(client.statusOrReset(1) < 0);
    }
    try (TestServer server =
            TestServer.start(ServerLimits.defaults(), tls.source(), Answers.digest());
        RawHttp2Client client = new RawHttp2Client(server.port())) {
      client.send(head, frame(DATA, END_STREAM, 1, new byte[4]));
      assertTrue(client.statusOrReset(1) < 0);
    }
  }

  @Test
  void shouldRefuseWhatIsTooLong() throws IOException {
    String path = REQUEST.replace("/ ", "/" + "a".repeat(17_000) + " ");
    assertEquals(414, answer(request(path.getBytes(java.nio.charset.StandardCharsets.US_ASCII))));
    StringBuilder many = new StringBuilder(REQUEST);
    for (int i = 0; i < 200; i++) {
      many.append(" a").append(i).append(" b");
    }
    assertEquals(431, answer(frame(HEADERS, END_HEADERS | END_STREAM, 1, fields(many.toString()))));
  }

  /** A head longer than one frame may be. */
  private static byte[] request(byte[] text) {
    byte[] block = fields(new String(text, java.nio.charset.StandardCharsets.US_ASCII));
    byte[] first = java.util.Arrays.copyOf(block, 16_000);
    byte[] rest = java.util.Arrays.copyOfRange(block, 16_000, block.length);
    java.io.ByteArrayOutputStream frames = new java.io.ByteArrayOutputStream();
    frames.writeBytes(frame(HEADERS, END_STREAM, 1, first));
    frames.writeBytes(frame(RawHttp2Client.CONTINUATION, END_HEADERS, 1, rest));
    return frames.toByteArray();
  }

  @Test
  void shouldTakeFramesUpToASizeAndNoLargerOnes() throws IOException {
    try (TestServer server =
            TestServer.start(ServerLimits.defaults(), tls.source(), Answers.digest());
        RawHttp2Client client = new RawHttp2Client(server.port())) {
      byte[] large = new byte[64 * 1024];
      client.await(SETTINGS, 0);
      client.send(post(1), frame(DATA, END_STREAM, 1, large));
      assertEquals(200, client.status(1));
      client.send(post(3), frame(DATA, END_STREAM, 3, new byte[large.length + 1]));
      int frameSizeError = 6;
      assertEquals(frameSizeError, client.await(RawHttp2Client.GOAWAY, 0).error());
      TestServer.eventually("told", () -> server.refused().equals(List.of(400)));
    }
  }

  @Test
  void shouldServeOnAfterARefusal() throws IOException {
    try (TestServer server =
            TestServer.start(ServerLimits.defaults(), tls.source(), Answers.now("hi"));
        RawHttp2Client client = new RawHttp2Client(server.port())) {
      client.send(
          frame(
              HEADERS,
              END_HEADERS | END_STREAM,
              1,
              fields(":method GET :path a :scheme https :authority x")));
      assertTrue(client.statusOrReset(1) != 200);
      assertEquals(200, client.send(get(3)).status(3));
    }
  }
}
