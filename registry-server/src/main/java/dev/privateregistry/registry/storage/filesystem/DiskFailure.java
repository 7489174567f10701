package dev.privateregistry.registry.storage.filesystem;

import dev.privateregistry.registry.storage.StorageFullException;
import dev.privateregistry.registry.storage.StorageUnavailableException;
import java.io.IOException;

/** Tells failures of the disk as a whole from others. */
final class DiskFailure {
  private DiskFailure() {}

  /**
   * The same failure: as a {@link StorageFullException} when there is no room or quota left, as a
   * {@link StorageUnavailableException} when nothing can be written at all.
   */
  static IOException named(IOException e) {
    String message = String.valueOf(e.getMessage());
    if (message.contains("No space left on device") || message.contains("Disk quota exceeded")) {
      return new StorageFullException(e);
    }
    return message.contains("Read-only file system")
        ? new StorageUnavailableException("the registry's storage is read-only", e)
        : e;
  }
}
