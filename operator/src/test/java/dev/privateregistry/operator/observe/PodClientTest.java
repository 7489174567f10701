package dev.privateregistry.operator.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.privateregistry.operator.decide.PodReport;
import dev.privateregistry.operator.decide.PodReport.Answer;
import dev.privateregistry.operator.decide.PodReport.Loaded;
import dev.privateregistry.operator.decide.PodReport.Unreachable;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodClientTest {
  private final PodClient client = new PodClient(Duration.ofMillis(700));
  private final HttpServer server;

  PodClientTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void close() {
    client.close();
    server.stop(0);
  }

  @Test
  void shouldReportWhatThePodHasLoaded() {
    answer(
        200,
        "{\"version\":\"1.2.3\",\"htpasswd\":{\"fingerprint\":\"abc\",\"error\":\"line 3: no hash\"},"
            + "\"accessRules\":{\"fingerprint\":\"def\",\"error\":\"rules[1]: unknown\"},"
            + "\"config\":{\"fingerprint\":\"123\"},"
            + "\"certificate\":{\"error\":null}}");

    Answer answer = client.ask(pod("127.0.0.1", server.getAddress().getPort(), 1), false);

    assertEquals(
        new Loaded(
            "1.2.3",
            new PodReport.Files("abc", "def", "123"),
            null,
            List.of("htpasswd: line 3: no hash", "accessRules: rules[1]: unknown")),
        answer);
  }

  @Test
  void shouldNotCompareAConfigurationWithTheNodesOwnPaths() {
    answer(200, "{\"version\":\"1\",\"config\":{\"fingerprint\":\"123\"}}");
    Pod pod = pod("127.0.0.1", server.getAddress().getPort(), 1);
    pod.getMetadata().setAnnotations(Map.of("privateregistry.dev/translated-paths", "true"));

    assertEquals(
        new Loaded("1", new PodReport.Files(null, null, null), null, List.of()),
        client.ask(pod, false));
  }

  @ParameterizedTest
  @CsvSource({
    "500, {}, its status endpoint answers 500",
    "200, [], its status endpoint does not answer with a status",
    "302, {}, its status endpoint answers 302",
  })
  void shouldTakeAWrongAnswerForNone(int code, String body, String reason) {
    answer(code, body);

    Answer answer = client.ask(pod("127.0.0.1", server.getAddress().getPort(), 1), false);

    assertEquals(new Unreachable(reason), answer);
  }

  @Test
  void shouldNotReadAnEndlessAnswer() {
    answer(200, "{\"version\":\"" + "x".repeat(200_000) + "\"}");

    assertInstanceOf(
        Unreachable.class, client.ask(pod("127.0.0.1", server.getAddress().getPort(), 1), false));
  }

  @Test
  void shouldNotWaitForAPodThatHangs() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      answer(200, "{\"version\":\"1\"}");
      long before = System.nanoTime();

      Answer answer =
          client.ask(pod("127.0.0.1", server.getAddress().getPort(), silent.getLocalPort()), true);

      assertInstanceOf(Unreachable.class, answer);
      assertTrue(Duration.ofNanos(System.nanoTime() - before).toSeconds() < 5);
    }
  }

  @Test
  void shouldTellWhenThePodHasNoAddress() {
    assertEquals(new Unreachable("it has no address yet"), client.ask(pod(null, 1, 1), true));
  }

  private void answer(int code, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/status",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(code, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
  }

  private static Pod pod(@Nullable String address, int statusPort, int tlsPort) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("p")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .addNewPort()
        .withName("debug")
        .withContainerPort(statusPort)
        .endPort()
        .addNewPort()
        .withName("registry")
        .withContainerPort(tlsPort)
        .endPort()
        .endContainer()
        .endSpec()
        .withNewStatus()
        .withPodIP(address)
        .endStatus()
        .build();
  }
}
