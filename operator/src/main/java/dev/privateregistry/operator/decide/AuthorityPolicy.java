package dev.privateregistry.operator.decide;

import java.time.Duration;

/**
 * How long the operator's CA lives, and how long one CA follows another.
 *
 * @param lifetime how long a CA certificate is valid
 * @param rollBefore how long before its end its successor is published
 * @param propagation how long the successor is published before it signs: clients take it over
 *     meanwhile
 * @param handover the same where a user gives another CA or another way to get certificates; and
 *     how long the old CA is trusted after every pod has stopped to serve its work
 */
public record AuthorityPolicy(
    Duration lifetime, Duration rollBefore, Duration propagation, Duration handover) {

  /**
   * Ten years; the successor is published two years before the end, and signs a day later. Two
   * minutes are what a kubelet takes to bring a changed ConfigMap to every pod.
   */
  public static final AuthorityPolicy DEFAULT =
      new AuthorityPolicy(
          Duration.ofDays(3650), Duration.ofDays(730), Duration.ofDays(1), Duration.ofMinutes(2));

  public AuthorityPolicy {
    if (propagation.isNegative()
        || handover.isNegative()
        || rollBefore.compareTo(propagation) <= 0
        || lifetime.compareTo(rollBefore) <= 0) {
      throw new IllegalArgumentException("needed: propagation < rollBefore < lifetime");
    }
  }

  /** The same policy, such that a certificate of the given validity fits into a CA's life. */
  AuthorityPolicy fitting(Duration validity) {
    Duration roll = longer(rollBefore, validity.plus(propagation).plusSeconds(1));
    return new AuthorityPolicy(longer(lifetime, roll.multipliedBy(3)), roll, propagation, handover);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
