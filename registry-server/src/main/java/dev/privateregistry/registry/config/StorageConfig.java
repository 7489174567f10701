package dev.privateregistry.registry.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the images are.
 *
 * @param delete whether clients may delete
 * @param readOnly whether every change is refused
 * @param uploadPurge when abandoned uploads are removed; empty when they never are
 */
public record StorageConfig(
    Driver driver, boolean delete, boolean readOnly, Optional<UploadPurge> uploadPurge) {
  /** One kind of storage. */
  public sealed interface Driver {}

  /** A folder. */
  public record Filesystem(Path root) implements Driver {}

  /** Memory of this process: gone when it ends. */
  public record InMemory() implements Driver {}

  /**
   * The removal of abandoned uploads.
   *
   * @param age how long nobody must have written to one
   * @param interval the time between two rounds
   * @param dryRun whether to log only
   */
  public record UploadPurge(Duration age, Duration interval, boolean dryRun) {}
}
