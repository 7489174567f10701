package dev.privateregistry.registry.storage;

import java.io.IOException;

/** A link file holds something else than a digest, for example nothing after a power cut. */
public final class BrokenLinkException extends IOException {
  private static final long serialVersionUID = 1L;

  public BrokenLinkException(String path) {
    super("the link " + path + " does not hold a digest");
  }
}
