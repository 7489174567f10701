package dev.privateregistry.registry.storage;

import java.io.IOException;

/** The medium has no room, or no quota, left for this write. */
public final class StorageFullException extends IOException {
  private static final long serialVersionUID = 1L;

  public StorageFullException(IOException cause) {
    super("no space left in the registry's storage", cause);
  }
}
