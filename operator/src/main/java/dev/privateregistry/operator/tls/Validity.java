package dev.privateregistry.operator.tls;

import java.time.Instant;

/** From when to when a certificate is valid. */
public record Validity(Instant notBefore, Instant notAfter) {

  public Validity {
    if (!notBefore.isBefore(notAfter)) {
      throw new IllegalArgumentException("not a time span: " + notBefore + " to " + notAfter);
    }
  }
}
