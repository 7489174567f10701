package dev.privateregistry.registry.observe;

import dev.privateregistry.registry.http.ExchangeObserver;
import dev.privateregistry.registry.http.Headers;
import dev.privateregistry.registry.http.Response;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** What Prometheus may read. */
public final class Metrics {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final HttpMetrics http = new HttpMetrics(registry);

  /** Begins with the metrics of HTTP and of the JVM. */
  public Metrics() {
    JvmMetrics.builder().register(registry);
  }

  /** Counts exchanges. */
  public ExchangeObserver http() {
    return http;
  }

  /** A counter that is kept elsewhere; its name ends in {@code _total}. */
  public void counter(String name, String help, DoubleSupplier value) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
  }

  /** A value that goes up and down. */
  public void gauge(String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
  }

  /** All metrics now, in the form that the Accept field asks for. */
  Response read(@Nullable String accept) throws IOException {
    ExpositionFormatWriter writer = ExpositionFormats.init().findWriter(accept);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    writer.write(text, registry.scrape());
    return Response.of(
        200, Headers.of("Content-Type", writer.getContentType()), text.toByteArray());
  }
}
