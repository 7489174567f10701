package dev.privateregistry.registry.config;

import static dev.privateregistry.registry.config.Key.optional;

import java.util.List;
import java.util.Optional;

/** The keys of {@code http.debug}. */
final class DebugKeys {
  static final Key<Optional<ListenAddress>> ADDRESS =
      optional(
          "http.debug.addr",
          KeyType.address().optional(),
          Optional.empty(),
          "no debug port",
          "Where `/debug/health`, `/live`, `/ready`, `/status` and the metrics are."
              + " Keep it away from clients.");
  static final Key<Boolean> METRICS_ENABLED =
      optional(
          "http.debug.prometheus.enabled",
          KeyType.flag(),
          false,
          "false",
          "Serves metrics on the debug port.");
  static final Key<String> METRICS_PATH =
      optional(
          "http.debug.prometheus.path",
          KeyType.text(),
          "/metrics",
          "/metrics",
          "The path of the metrics.");

  static final List<Key<?>> ALL = List.of(ADDRESS, METRICS_ENABLED, METRICS_PATH);

  private DebugKeys() {}

  static Optional<HttpConfig.Debug> read(Values values) {
    boolean metrics = values.get(METRICS_ENABLED);
    String path = values.get(METRICS_PATH);
    if (!path.startsWith("/")) {
      values.problem(METRICS_PATH.path() + ": '" + path + "' does not start with a slash");
    }
    return values
        .get(ADDRESS)
        .map(
            address ->
                new HttpConfig.Debug(address, metrics ? Optional.of(path) : Optional.empty()));
  }
}
