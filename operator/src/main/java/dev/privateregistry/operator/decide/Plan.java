package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.api.v1alpha1.PrivateRegistryStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done now.
 *
 * @param writes in order; the first that fails ends the plan, and the next decision starts from
 *     what was reached
 * @param status the status to report when the writes are done
 * @param notices the Events to emit when the writes are done; each speaks of a step that this plan
 *     takes, so the same plan made again after its writes has none of them
 * @param lookAgain the latest instant at which to decide again, even if nothing is heard until then
 * @param order the certificate to order, or to go on ordering, when the writes are done; empty ends
 *     an order that is under way
 */
public record Plan(
    List<Write> writes,
    PrivateRegistryStatus status,
    List<Notice> notices,
    Instant lookAgain,
    Optional<OrderWish> order) {

  public Plan {
    writes = List.copyOf(writes);
    notices = List.copyOf(notices);
  }

  /** Without an order. */
  public Plan(
      List<Write> writes, PrivateRegistryStatus status, List<Notice> notices, Instant lookAgain) {
    this(writes, status, notices, lookAgain, Optional.empty());
  }
}
