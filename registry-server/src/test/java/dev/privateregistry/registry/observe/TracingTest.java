package dev.privateregistry.registry.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.http.FakeRequest;
import dev.privateregistry.registry.http.Handler;
import dev.privateregistry.registry.http.Headers;
import dev.privateregistry.registry.http.Response;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.memory.MemoryDriver;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracingTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";

  private final List<SpanData> ended = new CopyOnWriteArrayList<>();
  private final Tracing tracing =
      new Tracing(
          OpenTelemetrySdk.builder()
              .setTracerProvider(
                  SdkTracerProvider.builder()
                      .addSpanProcessor(SimpleSpanProcessor.create(new Kept()))
                      .build())
              .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
              .build());

  private final class Kept implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      ended.addAll(spans);
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  @Test
  void shouldPutTheSpanOfAnExchangeBelowTheClients() {
    FakeRequest request =
        FakeRequest.of("GET", "/v2/team/app/manifests/latest?_state=secret")
            .with("traceparent", "00-" + TRACE + "-" + PARENT + "-01")
            .with("Authorization", "Basic secret")
            .with("X-Request-Id", "r-1");
    tracing.started(request);
    tracing.completed(request, 200, 1234, 5);

    SpanData span = ended.getFirst();
    assertEquals("GET /v2/{name}/manifests/{reference}", span.getName());
    assertEquals(SpanKind.SERVER, span.getKind());
    assertEquals(TRACE, span.getTraceId());
    assertEquals(PARENT, span.getParentSpanId());
    assertEquals("team/app", text(span, "registry.repository"));
    assertEquals("/v2/{name}/manifests/{reference}", text(span, "http.route"));
    assertEquals("r-1", text(span, "registry.request.id"));
    assertEquals(200L, span.getAttributes().get(AttributeKey.longKey("http.response.status_code")));
    assertEquals(StatusCode.UNSET, span.getStatus().getStatusCode());
    assertFalse(span.toString().contains("secret"), span::toString);
  }

  @ParameterizedTest
  @CsvSource({"404,UNSET", "499,UNSET", "500,ERROR", "503,ERROR"})
  void shouldMarkTheFailuresOfTheServerOnly(int status, StatusCode expected) {
    FakeRequest request = FakeRequest.of("GET", "/v2/");
    tracing.started(request);
    tracing.completed(request, status, 0, 5);

    assertEquals(expected, ended.getFirst().getStatus().getStatusCode());
  }

  @Test
  void shouldLeaveOutWhatTheClientDoesNotSample() throws Exception {
    FakeRequest request =
        FakeRequest.of("GET", "/v2/").with("traceparent", "00-" + TRACE + "-" + PARENT + "-00");
    tracing.started(request);
    readIn(request);
    tracing.completed(request, 200, 2, 5);

    assertEquals(List.of(), ended);
  }

  @Test
  void shouldPutCallsOfTheStorageBelowTheirRequest() throws Exception {
    FakeRequest request = FakeRequest.of("PUT", "/v2/a/manifests/1");
    tracing.started(request);
    readIn(request);
    tracing.completed(request, 201, 0, 5);

    SpanData storage = ended.getFirst();
    SpanData exchange = ended.getLast();
    assertEquals("inmemory:GetContent", storage.getName());
    assertEquals(exchange.getSpanId(), storage.getParentSpanId());
    assertEquals("/file", text(storage, "io.cncf.distribution.storage.path"));
    assertEquals("inmemory", text(storage, "io.cncf.distribution.storage.driver.name"));
  }

  @Test
  void shouldMakeNoSpansOfWhatNoRequestAskedFor() throws Exception {
    assertEquals(-1, tracing.around(new MemoryDriver(), "inmemory").size("/file"));

    assertEquals(List.of(), ended);
  }

  private void readIn(FakeRequest request) throws Exception {
    StorageDriver driver = new MemoryDriver();
    driver.write("/file", "x".getBytes(StandardCharsets.UTF_8), StorageDriver.Durability.VOLATILE);
    StorageDriver traced = tracing.around(driver, "inmemory");
    Handler handler =
        asked -> {
          byte[] content = traced.read("/file", 10);
          assertTrue(content != null && content.length == 1);
          return Response.empty(200, Headers.none());
        };
    assertEquals(200, tracing.around(handler).answer(request).status());
  }

  private static String text(SpanData span, String name) {
    return String.valueOf(span.getAttributes().get(AttributeKey.stringKey(name)));
  }
}
