package dev.privateregistry.registry.config;

import static dev.privateregistry.registry.config.Key.optional;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The keys of {@code storage}. */
final class StorageKeys {
  /** Keys of {@code storage} that are not drivers. */
  static final Set<String> OPTIONS = Set.of("cache", "delete", "maintenance", "redirect", "tag");

  static final Key<Path> FILESYSTEM_ROOT =
      optional(
          "storage.filesystem.rootdirectory",
          KeyType.path(),
          Path.of("/var/lib/registry"),
          "/var/lib/registry",
          "The folder of the images, in the layout of distribution.");
  static final Key<Boolean> DELETE_ENABLED =
      optional(
          "storage.delete.enabled",
          KeyType.flag(),
          false,
          "false",
          "Lets clients delete manifests, tags and blobs.");
  static final Key<Boolean> READ_ONLY =
      optional(
          "storage.maintenance.readonly.enabled",
          KeyType.flag(),
          false,
          "false",
          "Refuses every change with 405 while pulls go on.");
  static final Key<String> BLOB_DESCRIPTOR_CACHE =
      optional(
          "storage.cache.blobdescriptor",
          KeyType.oneOf("inmemory", "redis"),
          "inmemory",
          "inmemory",
          "Where facts about blobs are cached: always in memory. `redis` is accepted with a"
              + " warning.");

  static final List<Key<?>> ALL =
      List.of(FILESYSTEM_ROOT, DELETE_ENABLED, READ_ONLY, BLOB_DESCRIPTOR_CACHE);

  private StorageKeys() {}

  static StorageConfig read(Values values) {
    if (values.get(BLOB_DESCRIPTOR_CACHE).equals("redis")) {
      values.warning(
          BLOB_DESCRIPTOR_CACHE.path()
              + ": redis has no effect: the cache is in memory, no other is needed");
    }
    return new StorageConfig(
        driver(values),
        values.get(DELETE_ENABLED),
        values.get(READ_ONLY),
        MaintenanceKeys.read(values));
  }

  private static StorageConfig.Driver driver(Values values) {
    List<String> drivers =
        values.find("storage") instanceof ConfigNode.Mapping storage
            ? storage.entries().keySet().stream().filter(name -> !OPTIONS.contains(name)).toList()
            : List.of();
    if (drivers.isEmpty()) {
      values.problem("storage names no driver; add storage.filesystem.rootdirectory");
    } else if (drivers.size() > 1) {
      values.problem(
          "storage names %d drivers, %s; keep one"
              .formatted(drivers.size(), String.join(" and ", drivers)));
    }
    Path root = values.get(FILESYSTEM_ROOT);
    return drivers.contains("inmemory")
        ? new StorageConfig.InMemory()
        : new StorageConfig.Filesystem(root);
  }
}
