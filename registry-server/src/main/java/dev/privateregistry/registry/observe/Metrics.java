package dev.privateregistry.registry.observe;

import dev.privateregistry.registry.http.ExchangeObserver;
import dev.privateregistry.registry.http.Headers;
import dev.privateregistry.registry.http.Response;
import dev.privateregistry.registry.storage.StorageDriver;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmClassLoadingMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmCompilationMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** What Prometheus may read. */
public final class Metrics {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final HttpMetrics http = new HttpMetrics(registry);
  private final ReentrantLock firstRead = new ReentrantLock();
  private boolean withJvm;

  /** Counts exchanges. */
  public ExchangeObserver http() {
    return http;
  }

  /**
   * The same driver, measured.
   *
   * @param name of the driver in config.yml
   */
  public StorageDriver measured(StorageDriver driver, String name) {
    return new ObservedDriver(driver, new StorageTimes(registry, name));
  }

  /** A counter that is kept elsewhere; its name ends in {@code _total}. */
  public void counter(String name, String help, DoubleSupplier value) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
  }

  /** Counters that are kept elsewhere, one for each combination of labels. */
  public void counters(String name, String help, List<String> labels, Consumer<Readings> read) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames(labels.toArray(new String[0]))
        .callback(callback -> read.accept((value, values) -> callback.call((double) value, values)))
        .register(registry);
  }

  /** Values that go up and down, one for each combination of labels. */
  public void gauges(String name, String help, List<String> labels, Consumer<Readings> read) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames(labels.toArray(new String[0]))
        .callback(callback -> read.accept((value, values) -> callback.call((double) value, values)))
        .register(registry);
  }

  /** Takes values while metrics are read. */
  public interface Readings {
    /** One value, with what its labels hold, in order. */
    void add(long value, String... labels);
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
    addJvm();
    ExpositionFormatWriter writer = ExpositionFormats.init().findWriter(accept);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    writer.write(text, registry.scrape());
    return Response.of(
        200, Headers.of("Content-Type", writer.getContentType()), text.toByteArray());
  }

  /**
   * The JVM's own metrics, from the first read on: to set them up takes a good part of the time to
   * start. Those of native memory are left out, since they exist only when it is being tracked, and
   * cost even more.
   */
  private void addJvm() {
    firstRead.lock();
    try {
      if (withJvm) {
        return;
      }
      withJvm = true;
      JvmBufferPoolMetrics.builder().register(registry);
      JvmClassLoadingMetrics.builder().register(registry);
      JvmCompilationMetrics.builder().register(registry);
      JvmGarbageCollectorMetrics.builder().register(registry);
      JvmMemoryMetrics.builder().register(registry);
      JvmRuntimeInfoMetric.builder().register(registry);
      JvmThreadsMetrics.builder().register(registry);
      ProcessMetrics.builder().register(registry);
    } finally {
      firstRead.unlock();
    }
  }
}
