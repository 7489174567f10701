package dev.privateregistry.registry.observe;

import dev.privateregistry.registry.http.ExchangeObserver;
import dev.privateregistry.registry.http.Handler;
import dev.privateregistry.registry.http.Request;
import dev.privateregistry.registry.http.Response;
import dev.privateregistry.registry.storage.StorageDriver;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One span for each exchange, below the one that the client names in {@code traceparent}, and one
 * for each call of the storage that a handler makes meanwhile. The attributes of requests are those
 * of OpenTelemetry's conventions for HTTP servers; those of the storage are distribution's.
 */
public final class Tracing implements ExchangeObserver {
  private static final TextMapGetter<Request> FIELDS = new Fields();
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");
  private static final AttributeKey<Long> SENT = AttributeKey.longKey("http.response.body.size");
  private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
  private static final AttributeKey<String> SCHEME = AttributeKey.stringKey("url.scheme");
  private static final AttributeKey<String> HOST = AttributeKey.stringKey("server.address");
  private static final AttributeKey<String> CLIENT = AttributeKey.stringKey("client.address");
  private static final AttributeKey<String> AGENT = AttributeKey.stringKey("user_agent.original");
  private static final AttributeKey<String> REPOSITORY =
      AttributeKey.stringKey("registry.repository");
  private static final AttributeKey<String> REQUEST_ID =
      AttributeKey.stringKey("registry.request.id");
  private static final AttributeKey<String> DRIVER =
      AttributeKey.stringKey("io.cncf.distribution.storage.driver.name");
  private static final AttributeKey<String> STORAGE_PATH =
      AttributeKey.stringKey("io.cncf.distribution.storage.path");
  private static final int SERVER_ERROR = 500;

  private final OpenTelemetry telemetry;
  private final Tracer tracer;
  private final Map<Request, Span> spans = new ConcurrentHashMap<>();

  public Tracing(OpenTelemetry telemetry) {
    this.telemetry = telemetry;
    this.tracer = telemetry.getTracer("dev.privateregistry.registry");
  }

  @Override
  public void started(Request request) {
    RequestGroup group = RequestGroup.of(request.path());
    Context parent =
        telemetry.getPropagators().getTextMapPropagator().extract(Context.root(), request, FIELDS);
    Span span =
        tracer
            .spanBuilder(request.method() + " " + group.route())
            .setSpanKind(SpanKind.SERVER)
            .setParent(parent)
            .setAttribute(METHOD, request.method())
            .setAttribute(ROUTE, group.route())
            .setAttribute(PATH, request.path())
            .setAttribute(SCHEME, request.scheme())
            .setAttribute(HOST, request.authority())
            .setAttribute(CLIENT, request.remoteAddress().getHostString())
            .startSpan();
    if (span.isRecording()) {
      String agent = request.header("User-Agent");
      if (agent != null) {
        span.setAttribute(AGENT, agent);
      }
      String repository = RequestGroup.repository(request.path());
      if (repository != null) {
        span.setAttribute(REPOSITORY, repository);
      }
      span.setAttribute(REQUEST_ID, request.id());
      spans.put(request, span);
    }
  }

  @Override
  public void completed(Request request, int status, long bytes, long nanos) {
    Span span = spans.remove(request);
    if (span != null) {
      span.setAttribute(STATUS, (long) status);
      span.setAttribute(SENT, bytes);
      if (status >= SERVER_ERROR) {
        span.setStatus(StatusCode.ERROR);
      }
      span.end();
    }
  }

  /** The same handler, in whose calls of the storage the request's span is the parent. */
  public Handler around(Handler handler) {
    return new Traced(handler);
  }

  /**
   * The same driver, with a span for each call that a request makes.
   *
   * @param name of the driver in config.yml
   */
  public StorageDriver around(StorageDriver driver, String name) {
    return new ObservedDriver(driver, (action, path) -> storageSpan(name, action, path));
  }

  private StorageAction.Running storageSpan(String driver, StorageAction action, String path) {
    if (!Span.current().isRecording()) {
      return failed -> {};
    }
    Span span =
        tracer
            .spanBuilder(driver + ":" + action.label())
            .setAllAttributes(Attributes.of(DRIVER, driver, STORAGE_PATH, path))
            .startSpan();
    return failed -> {
      if (failed) {
        span.setStatus(StatusCode.ERROR);
      }
      span.end();
    };
  }

  private final class Traced implements Handler {
    private final Handler inner;

    Traced(Handler inner) {
      this.inner = inner;
    }

    @Override
    public @Nullable Response answerNow(Request request) {
      return inner.answerNow(request);
    }

    @Override
    public Response answer(Request request) throws Exception {
      Span span = spans.get(request);
      if (span == null) {
        return inner.answer(request);
      }
      try (Scope scope = span.makeCurrent()) {
        return inner.answer(request);
      }
    }
  }

  private static final class Fields implements TextMapGetter<Request> {
    @Override
    public Iterable<String> keys(Request request) {
      return List.of();
    }

    @Override
    public @Nullable String get(@Nullable Request request, String name) {
      return request == null ? null : request.header(name);
    }
  }
}
