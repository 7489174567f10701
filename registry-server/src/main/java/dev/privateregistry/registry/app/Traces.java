package dev.privateregistry.registry.app;

import dev.privateregistry.registry.observe.Tracing;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Traces as OpenTelemetry's standard environment asks for them. */
final class Traces implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Traces.class);
  private static final long LAST_EXPORT_SECONDS = 5;

  private final OpenTelemetrySdk sdk;
  private final Tracing tracing;

  private Traces(OpenTelemetrySdk sdk) {
    this.sdk = sdk;
    this.tracing = new Tracing(sdk);
  }

  /**
   * Begins to export.
   *
   * @throws StartFailure when the environment asks for what is not there
   */
  static Traces open(String version) throws StartFailure {
    logThroughOurs();
    try {
      return new Traces(sdk(version));
    } catch (ConfigurationException e) {
      throw new StartFailure("OTEL_*: " + e.getMessage());
    }
  }

  private static OpenTelemetrySdk sdk(String version) {
    Map<String, String> defaults = new HashMap<>();
    defaults.put("otel.service.name", "registry-server");
    defaults.put("otel.resource.attributes", "service.version=" + version);
    defaults.put("otel.traces.exporter", "otlp");
    defaults.put("otel.exporter.otlp.protocol", "http/protobuf");
    Map<String, String> onlyTraces =
        Map.of("otel.metrics.exporter", "none", "otel.logs.exporter", "none");
    return AutoConfiguredOpenTelemetrySdk.builder()
        .addPropertiesSupplier(() -> defaults)
        .addPropertiesCustomizer(given -> onlyTraces)
        .disableShutdownHook()
        .build()
        .getOpenTelemetrySdk();
  }

  Tracing tracing() {
    return tracing;
  }

  /** Exports what is waiting, for a few seconds at most. */
  @Override
  public void close() {
    sdk.getSdkTracerProvider().shutdown().join(LAST_EXPORT_SECONDS, TimeUnit.SECONDS);
  }

  /** OpenTelemetry logs through the JDK; its messages are to look like all others. */
  private static void logThroughOurs() {
    java.util.logging.Logger theirs = java.util.logging.Logger.getLogger("io.opentelemetry");
    theirs.setUseParentHandlers(false);
    for (Handler handler : theirs.getHandlers()) {
      theirs.removeHandler(handler);
    }
    theirs.addHandler(new Forwarding());
  }

  private static final class Forwarding extends Handler {
    @Override
    public void publish(LogRecord message) {
      if (message.getLevel().intValue() >= Level.WARNING.intValue()) {
        LOG.warn("tracing: {}", message.getMessage(), message.getThrown());
      } else {
        LOG.debug("tracing: {}", message.getMessage());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
