package dev.privateregistry.local.node;

import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one probe's answers so far mean, by kubelet's rules: the verdict turns only after {@code
 * successThreshold} or {@code failureThreshold} answers of the same kind in a row.
 */
final class ProbeState {
  private final Probe probe;
  private boolean passing;
  private int successes;
  private int failures;
  private long dueNanos;

  /**
   * @param passing what counts before the first answer: liveness is presumed, readiness is not
   */
  ProbeState(Probe probe, boolean passing, long startedNanos) {
    this.probe = probe;
    this.passing = passing;
    this.dueNanos = startedNanos + nanos(orDefault(probe.getInitialDelaySeconds(), 0));
  }

  Probe probe() {
    return probe;
  }

  long dueNanos() {
    return dueNanos;
  }

  boolean passing() {
    return passing;
  }

  Duration timeout() {
    return Duration.ofSeconds(orDefault(probe.getTimeoutSeconds(), 1));
  }

  /** Whether as many answers in a row failed as the threshold allows. */
  boolean exhausted() {
    return failures >= orDefault(probe.getFailureThreshold(), 3);
  }

  void answered(boolean success, long nowNanos) {
    successes = success ? successes + 1 : 0;
    failures = success ? 0 : failures + 1;
    if (successes >= orDefault(probe.getSuccessThreshold(), 1)) {
      passing = true;
    } else if (exhausted()) {
      passing = false;
    }
    dueNanos = nowNanos + nanos(orDefault(probe.getPeriodSeconds(), 10));
  }

  private static long nanos(int seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }

  private static int orDefault(@Nullable Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }
}
