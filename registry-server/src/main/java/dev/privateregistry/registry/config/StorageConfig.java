package dev.privateregistry.registry.config;

import java.nio.file.Path;

/**
 * Where the images are.
 *
 * @param delete whether clients may delete
 * @param readOnly whether every change is refused
 */
public record StorageConfig(Driver driver, boolean delete, boolean readOnly) {
  /** One kind of storage. */
  public sealed interface Driver {}

  /** A folder. */
  public record Filesystem(Path root) implements Driver {}

  /** Memory of this process: gone when it ends. */
  public record InMemory() implements Driver {}
}
