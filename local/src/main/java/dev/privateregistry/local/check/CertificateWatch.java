package dev.privateregistry.local.check;

import org.jspecify.annotations.Nullable;

/** Counts how often the certificate in the status changed. */
final class CertificateWatch {
  private final boolean rotates;
  private @Nullable String serial;
  private int rotations;

  CertificateWatch(boolean rotates) {
    this.rotates = rotates;
  }

  void look(Target target) {
    target
        .resource()
        .map(resource -> resource.getStatus())
        .map(status -> status.certificate())
        .ifPresent(certificate -> seen(certificate.serial()));
  }

  /** Whether it is the operator's to rotate. */
  boolean rotates() {
    return rotates;
  }

  int rotations() {
    return rotations;
  }

  private void seen(String now) {
    if (serial != null && !serial.equals(now)) {
      rotations++;
    }
    serial = now;
  }
}
