package dev.privateregistry.registry.storage.filesystem;

import dev.privateregistry.registry.storage.StorageFullException;
import java.io.IOException;

/** Tells a full disk from other failures. */
final class DiskFull {
  private DiskFull() {}

  /** The same failure, as a {@link StorageFullException} when there is no room or quota left. */
  static IOException named(IOException e) {
    String message = String.valueOf(e.getMessage());
    boolean full =
        message.contains("No space left on device") || message.contains("Disk quota exceeded");
    return full ? new StorageFullException(e) : e;
  }
}
