package dev.privateregistry.registry.http.netty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.http.Handler;
import dev.privateregistry.registry.http.Headers;
import dev.privateregistry.registry.http.Response;
import dev.privateregistry.registry.http.ResponseBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bodies of answers, the same over every protocol. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class ResponseBodyTest {
  private static final int SIZE = 5 * 1024 * 1024 + 17;

  /** How the client and the server talk. */
  enum Protocol {
    PLAIN(HttpClient.Version.HTTP_1_1),
    TLS(HttpClient.Version.HTTP_1_1),
    HTTP_2(HttpClient.Version.HTTP_2);

    private final HttpClient.Version version;

    Protocol(HttpClient.Version version) {
      this.version = version;
    }

    HttpClient client() {
      return HttpClient.newBuilder()
          .version(version)
          .sslContext(TestCertificates.trustingAll())
          .build();
    }
  }

  @TempDir private Path folder;
  private byte[] content = {};
  private Path file = Path.of("");
  @RegisterExtension private final TestTls tls = new TestTls();

  @BeforeEach
  void write() throws IOException {
    content = new byte[SIZE];
    new Random(3).nextBytes(content);
    file = folder.resolve("blob");
    Files.write(file, content);
  }

  private TestServer start(Protocol protocol, Handler handler) throws IOException {
    return TestServer.start(
        ServerLimits.defaults(), protocol == Protocol.PLAIN ? null : tls.source(), handler);
  }

  @ParameterizedTest
  @EnumSource
  void shouldSendBytesFilesRangesAndChannels(Protocol protocol) throws Exception {
    AtomicReference<@Nullable FileChannel> opened = new AtomicReference<>();
    try (TestServer server =
            start(
                protocol,
                request ->
                    switch (request.path()) {
                      case "/bytes" -> Response.of(200, Headers.none(), content);
                      case "/file" -> remember(opened, Answers.file(file, 0, SIZE));
                      case "/range" -> remember(opened, Answers.file(file, 1000, 3_000_000));
                      default -> new Response(200, Headers.none(), stream(SIZE));
                    });
        HttpClient client = protocol.client()) {
      for (String path : new String[] {"/bytes", "/file", "/channel", "/file"}) {
        assertArrayEquals(content, get(client, server, path), path);
      }
      assertArrayEquals(
          Arrays.copyOfRange(content, 1000, 3_001_000), get(client, server, "/range"));
      FileChannel last = opened.get();
      TestServer.eventually("closed", () -> last != null && !last.isOpen());
      TestServer.eventually("observed", () -> server.completed().size() == 5);
      assertEquals("GET /range 200 3000000", server.completed().getLast());
      var head = HttpRequest.newBuilder(server.uri("/file")).HEAD().build();
      var answer = client.send(head, BodyHandlers.ofByteArray());
      assertEquals(SIZE, answer.headers().firstValueAsLong("Content-Length").orElseThrow());
      FileChannel unsent = opened.get();
      TestServer.eventually("closed", () -> unsent != null && !unsent.isOpen());
    }
  }

  private ResponseBody.Channel stream(long length) {
    ReadableByteChannel source = Channels.newChannel(new ByteArrayInputStream(content));
    return new ResponseBody.Channel(source, length);
  }

  private static Response remember(
      AtomicReference<@Nullable FileChannel> opened, Response response) {
    opened.set(((ResponseBody.FileRange) response.body()).file());
    return response;
  }

  private static byte[] get(HttpClient client, TestServer server, String path) throws Exception {
    var answer =
        client.send(HttpRequest.newBuilder(server.uri(path)).build(), BodyHandlers.ofByteArray());
    assertEquals(200, answer.statusCode());
    return answer.body();
  }

  @ParameterizedTest
  @EnumSource
  void shouldBreakTheConnectionWhenABodyEndsEarly(Protocol protocol) throws Exception {
    try (TestServer server =
            start(
                protocol,
                request ->
                    request.path().equals("/file")
                        ? Answers.file(file, 0, SIZE + 1)
                        : new Response(200, Headers.none(), stream(SIZE + 1)));
        HttpClient client = protocol.client()) {
      assertThrows(IOException.class, () -> get(client, server, "/file"));
      assertThrows(IOException.class, () -> get(client, server, "/channel"));
      TestServer.eventually("observed", () -> server.completed().size() == 2);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "TLS"})
  void shouldGiveUpOnAClientThatDoesNotRead(Protocol protocol) throws Exception {
    Timeouts hasty = HastyTimeouts.writeStall(Duration.ofMillis(200));
    Path large = folder.resolve("large");
    try (var hole =
        FileChannel.open(large, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE))) {
      hole.write(ByteBuffer.allocate(1), 256L * 1024 * 1024 - 1);
    }
    AtomicReference<@Nullable FileChannel> opened = new AtomicReference<>();
    try (TestServer server =
            TestServer.start(
                ServerLimits.defaults().with(hasty),
                protocol == Protocol.PLAIN ? null : tls.source(),
                request -> remember(opened, Answers.file(large, 0, 256L * 1024 * 1024)));
        RawClient client = connect(server, protocol)) {
      client.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
      assertEquals(200, client.head().status());
      TestServer.eventually("given up", () -> server.completed().size() == 1);
      assertFalse(server.completed().getFirst().endsWith(" 268435456"));
      FileChannel file = opened.get();
      TestServer.eventually("closed", () -> file != null && !file.isOpen());
      assertTrue(server.server().active() == 0);
    }
  }

  @Test
  void shouldSendMoreFilesAtOnceThanAreMapped() throws Exception {
    int clients = MappedFile.AT_ONCE + 8;
    try (TestServer server = start(Protocol.PLAIN, request -> Answers.file(file, 0, SIZE));
        HttpClient client = Protocol.PLAIN.client()) {
      for (int round = 0; round < 2; round++) {
        var answers =
            Stream.generate(() -> HttpRequest.newBuilder(server.uri("/file")).build())
                .limit(clients)
                .map(request -> client.sendAsync(request, BodyHandlers.ofByteArray()))
                .toList();
        for (var answer : answers) {
          assertArrayEquals(content, answer.get().body());
        }
      }
    }
  }

  @Test
  void shouldBreakOneConnectionWhenAFileIsCutShortWhileItIsSent() throws Exception {
    byte[] much = new byte[64 * 1024 * 1024];
    Path large = Files.write(folder.resolve("large"), much);
    try (TestServer server =
        start(
            Protocol.PLAIN,
            request ->
                request.path().equals("/large")
                    ? Answers.file(large, 0, much.length)
                    : Answers.file(file, 0, SIZE))) {
      try (RawClient stalled = server.connect()) {
        stalled.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
        assertEquals(200, stalled.head().status());
        Files.write(large, new byte[1]);
        assertTrue(arrives(stalled, much.length) < much.length);
      }
      try (HttpClient client = Protocol.PLAIN.client()) {
        assertArrayEquals(content, get(client, server, "/file"));
      }
    }
  }

  private static int arrives(RawClient client, int length) throws IOException {
    try {
      return client.read(length).length;
    } catch (SocketException reset) {
      return 0;
    }
  }

  private static RawClient connect(TestServer server, Protocol protocol) throws IOException {
    return protocol == Protocol.PLAIN
        ? server.connect()
        : new RawClient(
            TestCertificates.trustingAll()
                .getSocketFactory()
                .createSocket("127.0.0.1", server.port()));
  }

  @Test
  void shouldHoldBackAnswersToRequestsSentAhead() throws Exception {
    int requests = 500;
    byte[] large = new byte[1024 * 1024];
    Handler handler = new Answers.Fixed(Response.of(200, Headers.none(), large), true);
    try (TestServer server = TestServer.start(handler);
        RawClient client = server.connect()) {
      long before = TestServer.directMemory();
      client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(requests));
      TestServer.eventually("answers begin", () -> !server.completed().isEmpty());
      long grown = 0;
      for (int i = 0; i < requests; i++) {
        assertEquals(200, client.head().status());
        grown = Math.max(grown, TestServer.directMemory() - before);
        assertEquals(large.length, client.read(large.length).length);
      }
      assertTrue(grown < 32L * 1024 * 1024, "direct memory grew by " + grown);
    }
  }

  @Test
  void shouldCloseTheFileWhenTheClientHasGone() throws Exception {
    AtomicReference<@Nullable FileChannel> opened = new AtomicReference<>();
    var mayAnswer = new CountDownLatch(1);
    try (TestServer server =
        start(
            Protocol.PLAIN,
            request -> {
              mayAnswer.await();
              return remember(opened, Answers.file(file, 0, SIZE));
            })) {
      RawClient client = server.connect();
      client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      TestServer.eventually("begun", () -> server.server().active() == 1);
      client.close();
      TestServer.eventually("observed", () -> server.completed().contains("GET / 499 0"));
      mayAnswer.countDown();
      TestServer.eventually(
          "closed",
          () -> {
            FileChannel channel = opened.get();
            return channel != null && !channel.isOpen();
          });
    }
  }
}
