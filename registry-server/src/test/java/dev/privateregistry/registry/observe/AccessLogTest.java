package dev.privateregistry.registry.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.auth.Principal;
import dev.privateregistry.registry.http.FakeRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessLogTest {
  private static final long TIME = Instant.parse("2026-03-04T05:06:07.890Z").toEpochMilli();

  @Test
  void shouldWriteApachesCombinedForm() {
    FakeRequest request =
        FakeRequest.of("GET", "/v2/team/app/manifests/latest?a=b")
            .with("User-Agent", "docker/20.10")
            .with("Referer", "http://here/");
    request.identify(new Principal.User("alice"));

    assertEquals(
        "192.0.2.1 - alice [04/Mar/2026:05:06:07 +0000]"
            + " \"GET /v2/team/app/manifests/latest?a=b HTTP/1.1\" 200 1234"
            + " \"http://here/\" \"docker/20.10\"",
        line(request, 200, 1234));
  }

  @Test
  void shouldWriteDashesForWhatIsNotThere() {
    assertEquals(
        "192.0.2.1 - - [04/Mar/2026:05:06:07 +0000] \"GET /v2/ HTTP/1.1\" 401 0 \"-\" \"-\"",
        line(FakeRequest.of("GET", "/v2/"), 401, 0));
  }

  @Test
  void shouldNotLetAClientForgeALine() {
    FakeRequest request = FakeRequest.of("GET", "/\"x\\").with("User-Agent", "a\" \"b\u001b[2J");

    assertEquals(
        "192.0.2.1 - - [04/Mar/2026:05:06:07 +0000] \"GET /\\\"x\\\\ HTTP/1.1\" 404 0"
            + " \"-\" \"a\\\" \\\"b\\x1b[2J\"",
        line(request, 404, 0));
  }

  @Test
  void shouldNeverShowAuthorization() {
    FakeRequest request = FakeRequest.of("GET", "/v2/").with("Authorization", "Basic c2VjcmV0");

    assertTrue(!line(request, 200, 2).contains("c2VjcmV0"));
  }

  @ParameterizedTest
  @CsvSource({
    "a=b,a=b",
    "_state=abc,_state=...",
    "digest=sha256:1&_state=abc==&x=y,digest=sha256:1&_state=...&x=y",
    "access_token=abc,access_token=...",
    "_state,_state",
    "service=s&scope=token,service=s&scope=token",
  })
  void shouldHideSecretsInTheQuery(String query, String shown) {
    assertEquals(shown, AccessLine.withoutSecrets(query));
  }

  @Test
  void shouldWriteWhatIsWaitingWhenItCloses() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (AccessLog log = AccessLog.combined(out)) {
      for (int i = 0; i < 1000; i++) {
        log.completed(FakeRequest.of("GET", "/v2/" + i), 200, 2, 1);
      }
    }

    String text = out.toString(StandardCharsets.UTF_8);
    assertEquals(1000, text.lines().count());
    assertTrue(text.contains("GET /v2/999 "), text.lines().reduce((a, b) -> b).orElse(""));
  }

  @Test
  void shouldDropLinesAndCountThemWhenNothingCanBeWritten() {
    CountDownLatch stuck = new CountDownLatch(1);
    OutputStream blocked =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            try {
              stuck.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
          }
        };
    try (AccessLog log = AccessLog.combined(blocked)) {
      FakeRequest request = FakeRequest.of("GET", "/v2/");
      for (int i = 0; i < 50_000; i++) {
        log.completed(request, 200, 2, 1);
      }

      assertTrue(log.dropped() > 10_000, log.dropped() + " dropped");
      stuck.countDown();
    }
  }

  private static String line(FakeRequest request, int status, long bytes) {
    StringBuilder text = new StringBuilder();
    AccessLine.Result result = new AccessLine.Result(status, bytes, 1_234_567);
    new CombinedForm(ZoneOffset.UTC).append(text, AccessLine.of(request, result, TIME, false));
    return text.toString();
  }
}
