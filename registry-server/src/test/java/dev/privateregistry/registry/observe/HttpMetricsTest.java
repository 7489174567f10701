package dev.privateregistry.registry.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.http.ExchangeObserver;
import dev.privateregistry.registry.http.FakeRequest;
import dev.privateregistry.registry.http.ResponseBody;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpMetricsTest {
  @ParameterizedTest
  @CsvSource({
    "/v2/,BASE",
    "/v2,BASE",
    "/v2/_catalog,CATALOG",
    "/v2/a/tags/list,TAGS",
    "/v2/a/b/referrers/sha256:0,REFERRERS",
    "/v2/a/b/tags/list/,TAGS",
    "/v2/a/manifests/latest,MANIFEST",
    "/v2/a/manifests/sha256:00,MANIFEST",
    "/v2/a/blobs/sha256:00,BLOB",
    "/v2/a/blobs/uploads,BLOB_UPLOAD",
    "/v2/a/blobs/uploads/,BLOB_UPLOAD",
    "/v2/a/blobs/uploads/9d1c,BLOB_UPLOAD_CHUNK",
    "/auth/token,TOKEN",
    "/,OTHER",
    "/v2/a,OTHER",
    "/v2/uploads,OTHER",
    "/v2//,OTHER",
    "/favicon.ico,OTHER"
  })
  void shouldKnowTheGroupOfAPath(String path, RequestGroup group) {
    assertEquals(group, RequestGroup.of(path));
  }

  @Test
  void shouldCountExchangesUnderTheNamesOfDistribution() throws Exception {
    Metrics metrics = new Metrics();
    ExchangeObserver observer = metrics.http();
    FakeRequest manifest = FakeRequest.of("GET", "/v2/a/manifests/latest");
    FakeRequest odd = FakeRequest.of("BREW", "/coffee");
    for (int i = 0; i < 3; i++) {
      observer.started(manifest);
      observer.completed(manifest, 200, 100, 7_000_000);
    }
    observer.started(manifest);
    observer.started(odd);
    observer.completed(odd, 418, 0, 1);

    String text = text(metrics);
    assertHas(
        text, "registry_http_requests_total{code=\"200\",handler=\"manifest\",method=\"get\"} 3.0");
    assertHas(
        text, "registry_http_requests_total{code=\"418\",handler=\"other\",method=\"other\"} 1.0");
    assertHas(text, "registry_http_in_flight_requests{handler=\"manifest\"} 1.0");
    assertHas(text, "registry_http_response_size_bytes_sum{handler=\"manifest\"} 300.0");
    assertHas(
        text,
        "registry_http_request_duration_seconds_bucket"
            + "{handler=\"manifest\",method=\"get\",le=\"0.005\"} 0");
    assertHas(
        text,
        "registry_http_request_duration_seconds_bucket"
            + "{handler=\"manifest\",method=\"get\",le=\"0.01\"} 3");
    assertHas(text, "jvm_threads_current ");
  }

  @Test
  void shouldReadValuesThatAreKeptElsewhere() throws Exception {
    Metrics metrics = new Metrics();
    metrics.counter("registry_things_total", "Things.", () -> 4);
    metrics.gauge("registry_level", "Level.", () -> 0.5);

    String text = text(metrics);
    assertHas(text, "registry_things_total 4.0");
    assertHas(text, "registry_level 0.5");
  }

  private static void assertHas(String text, String line) {
    assertTrue(text.contains("\n" + line), () -> line + " is not in\n" + text);
  }

  private static String text(Metrics metrics) throws Exception {
    ResponseBody body = metrics.read(null).body();
    return body instanceof ResponseBody.Bytes(byte[] content)
        ? new String(content, StandardCharsets.UTF_8)
        : "";
  }
}
