package dev.privateregistry.registry.catalog;

import dev.privateregistry.registry.domain.Digest;
import java.io.IOException;

/** Stored bytes are not those that their digest names. */
final class DamagedContentException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedContentException(Digest digest) {
    super("the stored content of " + digest + " is damaged");
  }
}
