package dev.privateregistry.operator.decide;

import java.time.Instant;
import java.util.Optional;

/** How it stands with a wish for a certificate. */
public sealed interface OrderReport {

  /** Nothing is under way. */
  OrderReport NONE = new None();

  /** Nothing is under way. */
  record None() implements OrderReport {}

  /**
   * It is under way.
   *
   * @param place the order at the server, once it is placed
   */
  record Running(Optional<String> place) implements OrderReport {}

  /**
   * It has failed.
   *
   * @param reason for people, without secrets
   * @param again when it is tried again
   */
  record Failed(String reason, Instant again) implements OrderReport {}

  /**
   * It is done.
   *
   * @param chain the certificate and its intermediates, PEM
   */
  record Issued(String chain) implements OrderReport {}
}
