package dev.privateregistry.registry.config;

import static dev.privateregistry.registry.config.Key.optional;

import java.time.Duration;
import java.util.List;

/** The keys of {@code health}. */
final class HealthKeys {
  static final Key<Boolean> STORAGE_ENABLED =
      optional(
          "health.storagedriver.enabled",
          KeyType.flag(),
          false,
          "false",
          "Checks the storage periodically; `/ready` and `/debug/health` answer 503 while it"
              + " fails.");
  static final Key<Duration> STORAGE_INTERVAL =
      optional(
          "health.storagedriver.interval",
          KeyType.duration(),
          Duration.ofSeconds(10),
          "10s",
          "The time between two checks.");
  static final Key<Integer> STORAGE_THRESHOLD =
      optional(
          "health.storagedriver.threshold",
          KeyType.count(0),
          0,
          "0",
          "How many checks in a row must fail before it counts; 0 and 1 are the same.");

  static final List<Key<?>> ALL = List.of(STORAGE_ENABLED, STORAGE_INTERVAL, STORAGE_THRESHOLD);

  private HealthKeys() {}

  static HealthConfig read(Values values) {
    var interval = values.get(STORAGE_INTERVAL);
    return new HealthConfig(
        values.get(STORAGE_ENABLED),
        interval.isZero() ? Duration.ofSeconds(10) : interval,
        values.get(STORAGE_THRESHOLD));
  }
}
