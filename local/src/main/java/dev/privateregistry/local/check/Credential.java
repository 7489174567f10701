package dev.privateregistry.local.check;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A password that was published.
 *
 * @param validUntil the end of its promise; null while it is the one in use
 */
record Credential(String user, String password, @Nullable Instant validUntil) {
  boolean isPrevious() {
    return validUntil != null;
  }

  @Override
  public String toString() {
    return "Credential[" + user + "]";
  }
}
