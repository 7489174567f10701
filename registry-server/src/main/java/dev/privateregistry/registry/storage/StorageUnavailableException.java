package dev.privateregistry.registry.storage;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The medium as a whole cannot be used as it should: it has become read-only, or it is gone. That
 * may pass; nothing is known of a single file.
 */
public final class StorageUnavailableException extends IOException {
  private static final long serialVersionUID = 1L;

  public StorageUnavailableException(String problem, @Nullable IOException cause) {
    super(problem, cause);
  }
}
