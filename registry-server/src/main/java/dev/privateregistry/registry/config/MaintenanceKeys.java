package dev.privateregistry.registry.config;

import static dev.privateregistry.registry.config.Key.optional;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The keys of {@code storage.maintenance.uploadpurging}. */
final class MaintenanceKeys {
  private static final String SECTION = "storage.maintenance.uploadpurging.";

  static final Key<Boolean> PURGE_ENABLED =
      optional(
          SECTION + "enabled",
          KeyType.flag(),
          true,
          "true",
          "Removes abandoned uploads, and files that interrupted writes left. Not when the registry"
              + " is read-only.");
  static final Key<Duration> PURGE_AGE =
      optional(
          SECTION + "age",
          KeyType.duration(),
          Duration.ofDays(7),
          "168h",
          "How long nobody must have written to an upload. (distribution counts from its start.)");
  static final Key<Duration> PURGE_INTERVAL =
      optional(
          SECTION + "interval",
          KeyType.duration(),
          Duration.ofDays(1),
          "24h",
          "The time between two rounds. The first begins at a random time within the first hour.");
  static final Key<Boolean> PURGE_DRY_RUN =
      optional(
          SECTION + "dryrun",
          KeyType.flag(),
          false,
          "false",
          "Only logs which uploads would be removed.");

  static final List<Key<?>> ALL = List.of(PURGE_ENABLED, PURGE_AGE, PURGE_INTERVAL, PURGE_DRY_RUN);

  private static final Duration SHORTEST_AGE = Duration.ofMinutes(1);

  private MaintenanceKeys() {}

  static Optional<StorageConfig.UploadPurge> read(Values values) {
    boolean enabled = values.get(PURGE_ENABLED);
    Duration age = values.get(PURGE_AGE);
    Duration interval = values.get(PURGE_INTERVAL);
    boolean dryRun = values.get(PURGE_DRY_RUN);
    if (age.compareTo(SHORTEST_AGE) < 0) {
      values.problem(
          PURGE_AGE.path()
              + " must be at least 1m: clients pause between two requests of one upload");
    }
    if (interval.isZero()) {
      values.problem(
          PURGE_INTERVAL.path()
              + " must be longer than nothing; write it like 24h, or set "
              + PURGE_ENABLED.path()
              + ": false");
    }
    return enabled
        ? Optional.of(new StorageConfig.UploadPurge(age, interval, dryRun))
        : Optional.empty();
  }
}
