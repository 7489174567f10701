package dev.privateregistry.registry.storage;

import java.io.IOException;

/** A file is larger than its reader is ready to hold in memory. */
public final class FileTooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  public FileTooLargeException(String path, long size, int limit) {
    super(path + " has " + size + " bytes, more than the " + limit + " it may have");
  }
}
