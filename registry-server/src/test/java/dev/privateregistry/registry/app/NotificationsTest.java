package dev.privateregistry.registry.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.registry.notification.TestReceiver;
import java.io.BufferedReader;
import java.io.InputStream;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a webhook gets from a real server. */
@Timeout(120)
class NotificationsTest {
  @TempDir Path folder;

  /** The same requests were sent to distribution 3.1.1; the resource is what it posted. */
  @Test
  void shouldSendTheEventsThatDistributionSends() throws Exception {
    try (TestReceiver receiver = TestReceiver.start();
        RunningServer running = RunningServer.start(folder, config(receiver.url()))) {
      RecordedRequests.send(running);

      for (JsonNode expected : recorded()) {
        assertEquals(expected, normalised(receiver.next().event(), running.url("").toString()));
      }
    }
  }

  @Test
  void shouldCountEventsUnderDistributionsNames() throws Exception {
    try (TestReceiver receiver = TestReceiver.start();
        RunningServer running = RunningServer.start(folder, config(receiver.url()))) {
      running.push("a/b", RecordedRequests.DIGEST, RecordedRequests.BLOB);
      receiver.next();
      RunningServer.await(
          () -> {
            String metrics = RunningServer.text(running.debug("/metrics"));
            return metrics.contains(
                    "registry_notifications_events_total{endpoint=\"one\",type=\"Successes\"} 1.0")
                && metrics.contains(
                    "registry_notifications_status_total{code=\"200 OK\",endpoint=\"one\"} 1.0")
                && metrics.contains("registry_notifications_pending_total{endpoint=\"one\"} 0.0");
          });
    }
  }

  @Test
  void shouldNotPutEventsWhereTheImagesCannotBe() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    String more = config(URI.create("http://127.0.0.1:1/")) + "  queue: {path: " + file + "}\n";
    StartFailure failure = null;
    try (RunningServer running = RunningServer.start(folder, more)) {
      running.get("/v2/");
    } catch (StartFailure e) {
      failure = e;
    }
    assertNotNull(failure);
    assertTrue(failure.messages().getFirst().startsWith("notifications.queue.path: " + file));
  }

  @Test
  void shouldDeliverWhatWasPushedBeforeTheProcessWasKilled() throws Exception {
    int port;
    try (TestReceiver free = TestReceiver.start()) {
      port = free.port();
    }
    Path config =
        Files.writeString(
            folder.resolve("config.yml"),
            """
            version: 0.1
            storage: {filesystem: {rootdirectory: %s}}
            http: {addr: '127.0.0.1:0'}
            """
                    .formatted(folder.resolve("data"))
                + config(URI.create("http://127.0.0.1:" + port + "/")));
    for (int i = 0; i < 3; i++) {
      killAfterAPush(config, "team/app" + i);
    }
    try (TestReceiver receiver = TestReceiver.start(port)) {
      Process program = ProgramTest.start(config.toString());
      try {
        for (int i = 0; i < 3; i++) {
          assertEquals("team/app" + i, receiver.next().event().at("/target/repository").asText());
        }
      } finally {
        program.destroyForcibly().waitFor();
      }
    }
  }

  private static void killAfterAPush(Path config, String repository) throws Exception {
    Process program = ProgramTest.start(config.toString());
    try (BufferedReader log = program.errorReader(StandardCharsets.UTF_8);
        HttpClient client = HttpClient.newHttpClient()) {
      String port = ProgramTest.await(log, new ArrayList<>(), "listening on 127.0.0.1:(\\d+)");
      String url = "http://127.0.0.1:" + port + "/v2/" + repository + "/blobs/uploads/?digest=";
      HttpRequest push =
          HttpRequest.newBuilder(URI.create(url + RecordedRequests.DIGEST))
              .POST(BodyPublishers.ofByteArray(RecordedRequests.BLOB))
              .build();
      assertEquals(201, client.send(push, HttpResponse.BodyHandlers.discarding()).statusCode());
      program.destroyForcibly().waitFor();
    }
  }

  private static String config(URI url) {
    return """
    notifications:
      endpoints: [{name: one, url: '%s', timeout: 2s, threshold: 2, backoff: 50ms}]
      events: {includereferences: true}
    """
        .formatted(url);
  }

  private static List<JsonNode> recorded() throws Exception {
    try (InputStream events =
        NotificationsTest.class.getResourceAsStream("distribution-events.json")) {
      assertNotNull(events);
      List<JsonNode> all = new ArrayList<>();
      new ObjectMapper().readTree(events).forEach(all::add);
      assertEquals(10, all.size());
      return all;
    }
  }

  private static JsonNode normalised(JsonNode event, String base) {
    ObjectNode node = event.deepCopy();
    node.put("id", "-").put("timestamp", "-");
    ObjectNode request = (ObjectNode) node.get("request");
    List.of("id", "addr", "host", "useragent").forEach(name -> replace(request, name));
    ObjectNode source = (ObjectNode) node.get("source");
    List.of("addr", "instanceID").forEach(name -> replace(source, name));
    ObjectNode target = (ObjectNode) node.get("target");
    if (target.has("url")) {
      target.put("url", target.get("url").asText().replace(base, ""));
    }
    return node;
  }

  private static void replace(ObjectNode node, String name) {
    assertTrue(node.get(name).asText().length() > 3, name);
    node.put(name, "-");
  }
}
