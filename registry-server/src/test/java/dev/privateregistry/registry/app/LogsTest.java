package dev.privateregistry.registry.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.privateregistry.registry.auth.HtpasswdLine;
import dev.privateregistry.registry.config.LogConfig;
import dev.privateregistry.registry.notification.TestReceiver;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the program writes to its two streams. */
@Timeout(120)
class LogsTest {
  @TempDir Path folder;

  /** Everything that is secret, sent, configured or computed, looked for in everything written. */
  @ParameterizedTest
  @ValueSource(strings = {"text", "json", "logstash"})
  void shouldWriteNoSecretAtAnyLevel(String format) throws Exception {
    try (TestReceiver receiver = TestReceiver.start()) {
      receiver.answer(exchange -> 500);
      Path htpasswd = folder.resolve("htpasswd");
      Files.writeString(htpasswd, HtpasswdLine.make("alice", "pa55-w0rd", 4) + "\n");
      Written written =
          run(
              """
              version: 0.1
              log: {level: debug, formatter: %s}
              storage: {filesystem: {rootdirectory: %s}}
              http: {addr: '127.0.0.1:0', secret: h77p-secret}
              auth: {htpasswd: {realm: test, path: %s}}
              health:
                http: [{uri: '%s', headers: {X-Key: [hea1th-key]}, interval: 10ms}]
              notifications:
                endpoints:
                - {name: one, url: '%s', headers: {Authorization: [Bearer n0tify]}, backoff: 10ms}
              """
                  .formatted(
                      format,
                      folder.resolve("data"),
                      htpasswd,
                      receiver.url().toString().replace("//", "//bob:ur1-pass@"),
                      receiver.url().toString().replace("//", "//bob:ur2-pass@")),
              port -> {
                String blobs = "http://127.0.0.1:" + port + "/v2/team/app/blobs/uploads/";
                String[] right = RunningServer.as("alice", "pa55-w0rd");
                send("POST", blobs, right);
                send("POST", blobs, RunningServer.as("alice", "wr0ng-pass"));
                send("GET", blobs + "1?_state=up1oad-state&access_token=t0ken-here", right);
                send("GET", blobs + "1", "Authorization", "Bearer f0rged-token");
                while (receiver.tries() < 5) {
                  Thread.sleep(10);
                }
              });

      String all = written.out() + written.err();
      assertTrue(all.contains("/v2/team/app/blobs/uploads/"), all);
      for (String secret :
          List.of(
              "pa55-w0rd",
              RunningServer.as("alice", "pa55-w0rd")[1].substring(6),
              "wr0ng-pass",
              RunningServer.as("alice", "wr0ng-pass")[1].substring(6),
              "f0rged-token",
              "h77p-secret",
              "hea1th-key",
              "n0tify",
              "ur1-pass",
              "ur2-pass",
              "up1oad-state",
              "t0ken-here",
              "$2b$04$")) {
        assertFalse(all.contains(secret), () -> secret + " is in " + all);
      }
    }
  }

  @Test
  void shouldWriteOneObjectForEachExchangeUnderDistributionsNames() throws Exception {
    Written written =
        run(
            config("json"),
            port ->
                send(
                    "GET",
                    "http://127.0.0.1:" + port + "/v2/team/app/tags/list?n=5",
                    "X-Request-Id",
                    "from-the-proxy-1",
                    "User-Agent",
                    "test/1"));

    JsonNode line = completed(written.err()).getFirst();
    assertEquals("info", line.get("level").asText());
    assertEquals("from-the-proxy-1", line.get("http.request.id").asText());
    assertEquals("GET", line.get("http.request.method").asText());
    assertEquals("/v2/team/app/tags/list?n=5", line.get("http.request.uri").asText());
    assertEquals("test/1", line.get("http.request.useragent").asText());
    assertEquals(404, line.get("http.response.status").asInt());
    assertTrue(line.get("http.response.written").asInt() > 10);
    assertTrue(line.get("http.response.duration").asText().matches("[0-9.]+(µs|ms|s)"));
    assertTrue(line.get("http.request.remoteaddr").asText().startsWith("127.0.0.1:"));
    assertEquals("images", line.get("service").asText());
    assertTrue(written.out().contains("\"GET /v2/team/app/tags/list?n=5 HTTP/1.1\" 404 "));
  }

  @Test
  void shouldNameRequestsThatClientsNameBadly() throws Exception {
    Written written =
        run(
            config("json"),
            port -> {
              String url = "http://127.0.0.1:" + port + "/v2/";
              send("GET", url);
              send("GET", url, "X-Request-Id", "a \" b");
              send("GET", url, "X-Request-Id", "x".repeat(129));
            });

    List<JsonNode> lines = completed(written.err());
    assertEquals(3, lines.size());
    List<String> ids =
        lines.stream().map(line -> line.get("http.request.id").asText()).distinct().toList();
    assertEquals(3, ids.size());
    String uuid = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
    assertTrue(ids.stream().allMatch(id -> id.matches(uuid)), ids.toString());
  }

  @Test
  void shouldWriteDownRequestsThatAreRefusedBeforeTheyAreUnderstood() throws Exception {
    Written written =
        run(
            config("text"),
            port -> {
              try (Socket socket =
                  new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port))) {
                socket
                    .getOutputStream()
                    .write("GET /v2/ FTP/9\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                socket.getInputStream().readAllBytes();
              }
            });

    assertTrue(
        written.out().matches("(?s).*127\\.0\\.0\\.1 - - \\[[^]]+] \"-\" 400 0 \"-\" \"-\"\n.*"),
        written.out());
  }

  @Test
  void shouldWriteNothingOfTheKindWhereTheLevelIsHigher() {
    LogConfig config = new LogConfig(LogConfig.Level.WARN, LogConfig.Format.JSON, Map.of(), false);

    assertEquals(List.of(), AccessLogs.open(config));
  }

  private String config(String format) {
    return """
    version: 0.1
    log: {formatter: %s, fields: {service: images}}
    storage: {filesystem: {rootdirectory: %s}}
    http: {addr: '127.0.0.1:0'}
    """
        .formatted(format, folder.resolve("data"));
  }

  private record Written(String out, String err) {}

  private interface Requests {
    void send(String port) throws Exception;
  }

  /** Runs the program, has requests sent, stops it in order, and returns what it wrote. */
  private Written run(String config, Requests requests) throws Exception {
    Path file = Files.writeString(folder.resolve("config.yml"), config);
    Process program = ProgramTest.start(file.toString());
    try (BufferedReader err = program.errorReader(StandardCharsets.UTF_8);
        BufferedReader out =
            new BufferedReader(
                new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8))) {
      List<String> lines = new ArrayList<>();
      String port = ProgramTest.await(err, lines, "listening on 127.0.0.1:(\\d+)");
      CompletableFuture<String> rest = CompletableFuture.supplyAsync(() -> join(err));
      CompletableFuture<String> access = CompletableFuture.supplyAsync(() -> join(out));
      requests.send(port);
      program.toHandle().destroy();
      program.waitFor();
      return new Written(access.get(), String.join("\n", lines) + "\n" + rest.get());
    } finally {
      program.destroyForcibly();
    }
  }

  private static String join(BufferedReader reader) {
    StringBuilder all = new StringBuilder();
    reader.lines().forEach(line -> all.append(line).append('\n'));
    return all.toString();
  }

  private static void send(String method, String url, String... headers) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(url)).method(method, BodyPublishers.noBody());
      if (headers.length > 0) {
        request.headers(headers);
      }
      client.send(request.build(), HttpResponse.BodyHandlers.discarding());
    }
  }

  private static List<JsonNode> completed(String text) throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : text.lines().filter(each -> each.startsWith("{")).toList()) {
      JsonNode node = new ObjectMapper().readTree(line);
      if (node.path("msg").asText().equals("response completed")) {
        lines.add(node);
      }
    }
    return lines;
  }
}
