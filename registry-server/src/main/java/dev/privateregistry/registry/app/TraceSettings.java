package dev.privateregistry.registry.app;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What OpenTelemetry's standard environment says of traces. Apart from {@link Traces}, so that
 * nothing of OpenTelemetry is loaded where there are to be none.
 */
record TraceSettings(Map<String, String> environment) {
  /** Traces, when they are wanted. */
  static Optional<Traces> open(Map<String, String> environment, String version)
      throws StartFailure {
    TraceSettings settings = new TraceSettings(environment);
    if (!settings.areWanted()) {
      return Optional.empty();
    }
    settings.check();
    return Optional.of(Traces.open(version));
  }

  /**
   * Whether an exporter is named, or a place to export to. As in distribution's image there is none
   * otherwise.
   */
  boolean areWanted() {
    String exporter = get("OTEL_TRACES_EXPORTER");
    boolean placed =
        !get("OTEL_EXPORTER_OTLP_ENDPOINT").isEmpty()
            || !get("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT").isEmpty();
    boolean disabled = get("OTEL_SDK_DISABLED").toLowerCase(Locale.ROOT).equals("true");
    return !disabled && (exporter.isEmpty() ? placed : !exporter.equals("none"));
  }

  /** Refuses what is not built in. */
  void check() throws StartFailure {
    String exporter = get("OTEL_TRACES_EXPORTER");
    if (!exporter.isEmpty() && !exporter.equals("otlp")) {
      throw new StartFailure(
          "OTEL_TRACES_EXPORTER: '" + exporter + "' is not built in; use otlp or none");
    }
    for (String name :
        new String[] {"OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL"}) {
      String protocol = get(name);
      if (!protocol.isEmpty() && !protocol.equals("http/protobuf")) {
        throw new StartFailure(
            name
                + ": '"
                + protocol
                + "' is not built in; use http/protobuf, which collectors take on port 4318");
      }
    }
  }

  private String get(String name) {
    return environment.getOrDefault(name, "");
  }
}
