package dev.privateregistry.registry.app;

import static dev.privateregistry.registry.app.RunningServer.await;
import static dev.privateregistry.registry.app.RunningServer.json;
import static dev.privateregistry.registry.app.RunningServer.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.notification.TestReceiver;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Health checks of a real server; the answers are those of distribution 3.1.1. */
@Timeout(60)
class HealthTest {
  @TempDir Path folder;

  @Test
  void shouldBeOutOfServiceWhileAFileExists() throws Exception {
    Path down = folder.resolve("down");
    try (RunningServer running = startWith("file: [{file: '" + down + "', interval: 10ms}]")) {
      assertEquals("{}", text(running.debug("/debug/health")));
      assertEquals(200, running.get("/v2/").statusCode());

      Files.createFile(down);
      await(() -> running.debug("/debug/health").statusCode() == 503);
      assertEquals("{\"" + down + "\":\"file exists\"}", text(running.debug("/debug/health")));
      HttpResponse<byte[]> refused = running.get("/v2/");
      assertEquals(503, refused.statusCode());
      assertEquals("application/json", refused.headers().firstValue("Content-Type").orElse(""));
      assertEquals(
          "{\"errors\":[{\"code\":\"UNAVAILABLE\",\"message\":\"service unavailable\","
              + "\"detail\":\"health check failed: please see /debug/health\"}]}\n",
          text(refused));
      assertEquals(503, running.get("/").statusCode());
      assertEquals(503, running.debug("/ready").statusCode());
      assertEquals(200, running.debug("/live").statusCode());
      assertTrue(
          text(running.debug("/metrics"))
              .contains("registry_health_check_failing{check=\"" + down + "\"} 1.0"));

      Files.delete(down);
      await(() -> running.get("/v2/").statusCode() == 200);
      assertEquals("{}", text(running.debug("/debug/health")));
    }
  }

  @Test
  void shouldAskAnotherServiceWithItsHeadersAndExpectItsStatus() throws Exception {
    try (TestReceiver service = TestReceiver.start()) {
      service.answer(
          exchange ->
              exchange.getRequestMethod().equals("HEAD")
                      && "k".equals(exchange.getRequestHeaders().getFirst("X-Key"))
                  ? 204
                  : 500);
      String check = "{uri: '%s', headers: {X-Key: [k]}, statuscode: 204, interval: 10ms}";
      try (RunningServer running = startWith("http: [" + check.formatted(service.url()) + "]")) {
        await(() -> service.tries() > 2);
        assertEquals(200, running.debug("/debug/health").statusCode());

        service.answer(exchange -> 500);
        await(() -> running.debug("/debug/health").statusCode() == 503);
        assertEquals(
            service.url() + ": downstream service returned unexpected status: 500",
            json(running.debug("/debug/health")).get(service.url().toString()).asText());
      }
    }
  }

  @Test
  void shouldCountFailuresOfAConnectionUpToTheThreshold() throws Exception {
    int port;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
    }
    String address = "127.0.0.1:" + port;
    String check = "{addr: '" + address + "', interval: 10ms, timeout: 1s, threshold: 3}";
    try (RunningServer running = startWith("tcp: [" + check + "]")) {
      await(() -> running.debug("/debug/health").statusCode() == 503);
      String problem = json(running.debug("/debug/health")).get(address).asText();
      assertTrue(problem.startsWith(address + ": connection failed: "), problem);
    }
  }

  private RunningServer startWith(String checks) throws StartFailure {
    return RunningServer.startWith(folder, "", "REGISTRY_HEALTH", "{" + checks + "}");
  }
}
