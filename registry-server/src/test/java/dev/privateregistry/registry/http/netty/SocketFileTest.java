package dev.privateregistry.registry.http.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.http.ExchangeObserver;
import dev.privateregistry.registry.http.Handler;
import dev.privateregistry.registry.http.Headers;
import dev.privateregistry.registry.http.Request;
import dev.privateregistry.registry.http.Response;
import dev.privateregistry.registry.http.ResponseBody;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A server on a socket file, {@code http.net: unix}. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class SocketFileTest {
  private static final ExchangeObserver NOBODY = (request, status, bytes, nanos) -> {};

  @TempDir private Path folder;
  private Path socket = Path.of("");

  @BeforeEach
  void name() {
    socket = folder.resolve("registry.sock");
  }

  private HttpServer start(Handler handler) throws IOException {
    return HttpServer.start(
        ServerOptions.plain(new Endpoint.Unix(socket)).withThreads(1), handler, NOBODY);
  }

  private String get() throws IOException {
    try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      client.connect(UnixDomainSocketAddress.of(socket));
      client.write(
          ByteBuffer.wrap(
              "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII)));
      StringBuilder answer = new StringBuilder();
      ByteBuffer piece = ByteBuffer.allocate(4096);
      while (client.read(piece) >= 0) {
        answer.append(StandardCharsets.ISO_8859_1.decode(piece.flip()));
        piece.clear();
      }
      return answer.toString();
    }
  }

  @Test
  void shouldServeAndLeaveNoFileBehind() throws IOException {
    try (HttpServer server = start(Answers.now("hi"))) {
      assertTrue(get().endsWith("\r\n\r\nhi"));
      assertEquals("unix:" + socket, server.place());
    }
    assertFalse(Files.exists(socket));
  }

  @Test
  void shouldTellThatThePeerHasNoAddress() throws IOException {
    Handler handler =
        request -> {
          boolean isFile = request.remoteAddress().equals(Request.SOCKET_FILE);
          return Response.text(200, "text/plain", isFile ? "by file" : "by address");
        };
    try (HttpServer server = start(handler)) {
      assertTrue(server.active() == 0 && get().endsWith("by file"));
    }
  }

  @Test
  void shouldSendFiles() throws IOException {
    Path blob = Files.writeString(folder.resolve("blob"), "b".repeat(100_000));
    Handler handler =
        request ->
            new Response(
                200,
                Headers.none(),
                new ResponseBody.FileRange(FileChannel.open(blob), 0, 100_000));
    try (HttpServer server = start(handler)) {
      assertTrue(server.active() == 0 && get().endsWith("\r\n\r\n" + "b".repeat(100_000)));
    }
  }

  @Test
  void shouldReplaceTheSocketOfADeadServer() throws IOException {
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(socket));
    }
    assertTrue(Files.exists(socket, LinkOption.NOFOLLOW_LINKS));

    try (HttpServer server = start(Answers.now("hi"))) {
      assertTrue(server.active() == 0 && get().endsWith("hi"));
    }
  }

  @Test
  void shouldNotTakeTheSocketOfALivingServer() throws IOException {
    try (HttpServer server = start(Answers.now("first"))) {
      IOException refused =
          assertThrows(IOException.class, () -> start(Answers.now("second")).close());

      assertTrue(String.valueOf(refused.getMessage()).startsWith("another server listens on "));
      assertTrue(server.active() == 0 && get().endsWith("first"));
    }
  }

  @Test
  void shouldNotRemoveWhatIsNoSocket() throws IOException {
    Files.writeString(socket, "mine");

    IOException refused = assertThrows(IOException.class, () -> start(Answers.now("hi")).close());

    assertEquals(
        socket + " exists and is not a socket; remove it, or choose another path",
        refused.getMessage());
    assertEquals("mine", Files.readString(socket));
  }
}
