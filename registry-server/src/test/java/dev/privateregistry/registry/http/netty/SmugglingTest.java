package dev.privateregistry.registry.http.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that two servers in a row could read differently are refused, and nothing after them.
 */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class SmugglingTest {
  private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST / HTTP/1.1|Host: x|Content-Length: 1|Content-Length: 2||a",
        "POST / HTTP/1.1|Host: x|Content-Length: 1|Content-Length: 1||a",
        "POST / HTTP/1.1|Host: x|Content-Length: 1, 1||a",
        "POST / HTTP/1.1|Host: x|Content-Length: +1||a",
        "POST / HTTP/1.1|Host: x|Content-Length: -1||a",
        "POST / HTTP/1.1|Host: x|Content-Length: 0x1||a",
        "POST / HTTP/1.1|Host: x|Content-Length: ||a",
        "POST / HTTP/1.1|Host: x|Content-Length: 9999999999999999999||a",
        "POST / HTTP/1.1|Host: x|Content-Length: 5|Transfer-Encoding: chunked||0||",
        "POST / HTTP/1.1|Host: x|Transfer-Encoding: chunked|Transfer-Encoding: chunked||0||",
        "POST / HTTP/1.0|Host: x|Transfer-Encoding: chunked||0||",
        "POST / HTTP/1.1|Host: x|Transfer-Encoding : chunked||0||",
        "POST / HTTP/1.1|Host: x| folded: yes||",
        "POST / HTTP/1.1|Host: x|A: b|\tfolded||",
        "POST / HTTP/1.1| Host: x||",
        "GET / HTTP/1.1||",
        "GET / HTTP/1.1|Host: x|Host: y||",
        "GET / HTTP/1.1|Host: x/y||",
        "GET / HTTP/1.1|Host: a b||",
        "GET / HTTP/1.1|Host: user@x||",
        "GET http://user@x/ HTTP/1.1|Host: x||",
        "GET / HTTP/1.1|Host: x|: empty||",
        "GET / HTTP/1.1|Host: x|No colon||",
        "GET / HTTP/1.1|Host: x|A: b\u0001c||",
        "GET / HTTP/1.1|Host: x|A: b\rc||",
        "GET / HTTP/1.1|Host: x|A(b): c||",
        "GET  / HTTP/1.1|Host: x||",
        "GET /a b HTTP/1.1|Host: x||",
        "GET /\u0080 HTTP/1.1|Host: x||",
        "GET /a#b HTTP/1.1|Host: x||",
        "GET a HTTP/1.1|Host: x||",
        "G(T / HTTP/1.1|Host: x||",
        "GET /|Host: x||",
        " GET / HTTP/1.1|Host: x||",
        "GET / http/1.1|Host: x||",
        "GET / HTTP/1.1\nHost: x\n\n",
        "GET / HTTP/1.1|Host: x\n|",
      })
  void shouldRefuseAndClose(String template) throws IOException {
    try (TestServer server = TestServer.start(Answers.now("hi"));
        RawClient client = server.connect()) {
      client.send(template.replace("|", "\r\n") + SMUGGLED);
      String all = client.rest();
      assertTrue(all.startsWith("HTTP/1.1 400 Bad Request\r\n"), all);
      assertTrue(all.contains("\r\nConnection: close\r\n"), all);
      assertEquals(0, all.lastIndexOf("HTTP/1.1 400 "), "one answer only");
      assertEquals(-1, all.indexOf("HTTP/1.1 200 "), "one answer only");
      assertEquals(List.of(), server.completed());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5\nhello\r\n0\r\n\r\n",
        "5\r\nhello0\r\n\r\n",
        "5\r\nhello\n0\r\n\r\n",
        " 5\r\nhello\r\n0\r\n\r\n",
        "5 \r\nhello\r\n0\r\n\r\n",
        "0x5\r\nhello\r\n0\r\n\r\n",
        "-5\r\nhello\r\n0\r\n\r\n",
        "\r\n",
        "ffffffffffffffff\r\nhello",
        "5;a\u0000b\r\nhello\r\n0\r\n\r\n",
        "5;a\nb\r\nhello\r\n0\r\n\r\n",
        "0\r\nbad trailer\u0000\r\n\r\n",
        "0\r\n folded\r\n\r\n",
        "0\r\n\n",
      })
  void shouldRefuseBrokenChunksAndClose(String body) throws IOException {
    try (TestServer server = TestServer.start(Answers.echo());
        RawClient client = server.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
      String all = client.send(SMUGGLED).rest();
      assertTrue(all.startsWith("HTTP/1.1 400 Bad Request\r\n"), all);
      assertTrue(all.contains("\r\nConnection: close\r\n"), all);
      assertEquals(0, all.lastIndexOf("HTTP/1.1 400 "), "one answer only");
      assertEquals(-1, all.indexOf("HTTP/1.1 200 "), "one answer only");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET / HTTP/2.0|Host: x||, 505",
    "PRI * HTTP/2.0||SM||, 505",
    "POST / HTTP/1.1|Host: x|Transfer-Encoding: gzip||, 501",
    "POST / HTTP/1.1|Host: x|Transfer-Encoding: gzip - chunked||, 501",
    "POST / HTTP/1.1|Host: x|Expect: tea||, 417",
  })
  void shouldSayWhatItCannotDo(String template, int status) throws IOException {
    try (TestServer server = TestServer.start(Answers.now("hi"));
        RawClient client = server.connect()) {
      client.send(template.replace("|", "\r\n").replace(" - ", ", "));
      assertEquals(status, client.answer().status());
      assertTrue(client.isClosedByServer());
    }
  }

  @Test
  void shouldRefuseWhatIsTooLong() throws IOException {
    ServerLimits limits = ServerLimits.defaults().with(new RequestLimits(4096, 1024, 10));
    try (TestServer server = TestServer.start(limits, null, Answers.now("hi"))) {
      assertEquals(
          414, status(server, "GET /" + "a".repeat(1100) + " HTTP/1.1\r\nHost: x\r\n\r\n"));
      assertEquals(414, status(server, "GET /" + "a".repeat(9000)));
      assertEquals(431, status(server, "GET / HTTP/1.1\r\nHost: x\r\nA: " + "a".repeat(9000)));
      assertEquals(
          431, status(server, "GET / HTTP/1.1\r\nHost: x\r\n" + "A: b\r\n".repeat(10) + "\r\n"));
      assertEquals(
          200, status(server, "GET / HTTP/1.1\r\nHost: x\r\n" + "A: b\r\n".repeat(9) + "\r\n"));
    }
  }

  private static int status(TestServer server, String request) throws IOException {
    try (RawClient client = server.connect()) {
      return client.send(request).answer().status();
    }
  }
}
