package dev.privateregistry.registry.http.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.http.Headers;
import dev.privateregistry.registry.http.Response;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/1.1 on the wire, for requests that are as they should be. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class Http1Test {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldAnswerManyRequestsOnOneConnection(boolean now) throws IOException {
    try (TestServer server = TestServer.start(now ? Answers.now("hi") : Answers.later("hi"));
        RawClient client = server.connect()) {
      for (int i = 0; i < 20; i++) {
        client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
        RawClient.Answer answer = client.answer();
        assertEquals("HTTP/1.1 200 OK", answer.statusLine());
        assertEquals("hi", answer.body());
        assertTrue(answer.has("Content-Length: 2"));
        assertTrue(answer.has("Content-Type: text/plain"));
        assertTrue(answer.hasName("Date"));
        assertFalse(answer.hasName("Connection"));
      }
      TestServer.eventually("all observed", () -> server.completed().size() == 20);
      assertEquals("GET /a 200 2", server.completed().getFirst());
      assertEquals(0, server.server().active());
    }
  }

  @Test
  void shouldAnswerPipelinedRequestsInOrder() throws IOException {
    try (TestServer server = TestServer.start(Answers.echo());
        RawClient client = server.connect()) {
      StringBuilder requests = new StringBuilder();
      for (int i = 0; i < 100; i++) {
        requests.append("POST /").append(i);
        requests.append(" HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc");
      }
      client.send(requests.toString());
      for (int i = 0; i < 100; i++) {
        assertEquals("POST /" + i + "? h [abc]", client.answer().body());
      }
    }
  }

  @Test
  void shouldUnderstandARequestThatArrivesByteByByte() throws IOException {
    String request =
        "PUT /v2/x?digest=a%2Fb&c HTTP/1.1|hOST: reg:5000|Transfer-Encoding: chunked||5;a=b|hello|1|!|0|Trailer: x||"
            .replace("|", "\r\n");
    try (TestServer server = TestServer.start(Answers.echo());
        RawClient client = server.connect()) {
      for (int i = 0; i < request.length(); i++) {
        client.send(request.substring(i, i + 1));
      }
      assertEquals("PUT /v2/x?digest=a%2Fb&c reg:5000 [hello!]", client.answer().body());
      client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      assertEquals("GET /? x []", client.answer().body());
    }
  }

  @Test
  void shouldUnderstandTheAbsoluteFormAndPreferItsHost() throws IOException {
    try (TestServer server = TestServer.start(Answers.echo());
        RawClient client = server.connect()) {
      client.send("GET http://one:5000/v2/?a=b HTTP/1.1\r\nHost: two\r\n\r\n");
      assertEquals("GET /v2/?a=b one:5000 []", client.answer().body());
      client.send("GET http://one?a=b HTTP/1.1\r\nHost: two\r\n\r\n");
      assertEquals("GET /?a=b one []", client.answer().body());
    }
  }

  @Test
  void shouldSendHeadWithoutBody() throws IOException {
    Headers declared = Headers.of("Content-Length", "1234", "Connection", "close");
    try (TestServer server =
            TestServer.start(
                request ->
                    request.path().equals("/declared")
                        ? Response.empty(200, declared)
                        : Response.text(200, "text/plain", "hello"));
        RawClient client = server.connect()) {
      client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\nHEAD /declared HTTP/1.1\r\nHost: x\r\n\r\n");
      assertTrue(client.head().has("Content-Length: 5"));
      RawClient.Answer second = client.head();
      assertTrue(second.has("Content-Length: 1234"));
      assertFalse(second.hasName("Connection"), "hop-by-hop fields are the transport's");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304})
  void shouldSendNoLengthWhereNoBodyCanBe(int status) throws IOException {
    try (TestServer server = TestServer.start(request -> Response.empty(status, Headers.none()));
        RawClient client = server.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      assertFalse(client.head().hasName("Content-Length"));
    }
  }

  @Test
  void shouldSendLengthZeroForAnEmptyBody() throws IOException {
    try (TestServer server = TestServer.start(request -> Response.empty(202, Headers.none()));
        RawClient client = server.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\n\r\n");
      assertTrue(client.head().has("Content-Length: 0"));
    }
  }

  @Test
  void shouldCloseAfterTheAnswerWhenTheClientAsks() throws IOException {
    try (TestServer server = TestServer.start(Answers.now("hi"));
        RawClient client = server.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: foo, Close\r\n\r\n");
      assertTrue(client.answer().has("Connection: close"));
      assertTrue(client.isClosedByServer());
    }
  }

  @Test
  void shouldServeHttp10Clients() throws IOException {
    try (TestServer server = TestServer.start(Answers.now("hi"))) {
      try (RawClient client = server.connect()) {
        client.send("GET / HTTP/1.0\r\n\r\n");
        assertEquals("hi", client.answer().body());
        assertTrue(client.isClosedByServer());
      }
      try (RawClient client = server.connect()) {
        client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        assertTrue(client.answer().has("Connection: keep-alive"));
        client.send("GET / HTTP/1.0\r\n\r\n");
        assertTrue(client.answer().has("Connection: close"));
      }
    }
  }

  @Test
  void shouldSendContinueOnlyWhenTheHandlerReads() throws IOException {
    try (TestServer server =
            TestServer.start(
                request ->
                    request.path().equals("/refused")
                        ? Response.empty(401, Headers.none())
                        : Answers.echo().answer(request));
        RawClient client = server.connect();
        RawClient other = server.connect()) {
      String expectation =
          " HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n";
      client.send("PUT /read" + expectation);
      assertEquals("HTTP/1.1 100 Continue", client.head().statusLine());
      assertEquals("PUT /read? x [hi]", client.send("hi").answer().body());
      other.send("PUT /refused" + expectation);
      RawClient.Answer refused = other.answer();
      assertEquals(401, refused.status());
      assertTrue(refused.has("Connection: close"));
    }
  }

  @Test
  void shouldAnswer500WhenTheHandlerFails() throws IOException {
    try (TestServer server =
            TestServer.start(
                request -> {
                  throw new IllegalStateException("secret detail");
                });
        RawClient client = server.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      RawClient.Answer answer = client.answer();
      assertEquals(500, answer.status());
      assertEquals("", answer.body());
      TestServer.eventually("observed", () -> server.completed().equals(List.of("GET / 500 0")));
    }
  }
}
