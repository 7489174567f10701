package dev.privateregistry.registry.config;

import static dev.privateregistry.registry.config.Key.optional;

import java.time.Duration;

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

  private MaintenanceKeys() {}
}
