package dev.privateregistry.operator.acme;

import java.time.Instant;
import java.util.Optional;

/** Why no certificate was issued, in words for people, without secrets. */
final class OrderFailure extends Exception {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial")
  private final Optional<Instant> notBefore;

  /**
   * @param notBefore when the ACME server asks to be left alone until then
   */
  OrderFailure(String reason, Optional<Instant> notBefore, Throwable cause) {
    super(reason, cause);
    this.notBefore = notBefore;
  }

  OrderFailure(String reason) {
    super(reason);
    this.notBefore = Optional.empty();
  }

  Optional<Instant> notBefore() {
    return notBefore;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
