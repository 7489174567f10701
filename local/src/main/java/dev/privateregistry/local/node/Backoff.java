package dev.privateregistry.local.node;

import java.time.Duration;

/**
 * How long a container that keeps ending waits before it starts again: not at all the first time,
 * then {@code initial}, doubled each time up to {@code longest}. A run of {@code forgetAfter}
 * starts the count anew.
 */
public record Backoff(Duration initial, Duration longest, Duration forgetAfter) {
  /** What kubelet does. */
  public static final Backoff KUBELET =
      new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofMinutes(10));

  Duration before(int restart) {
    if (restart <= 1) {
      return Duration.ZERO;
    }
    Duration doubled = initial.multipliedBy(1L << Math.min(restart - 2, 20));
    return doubled.compareTo(longest) > 0 ? longest : doubled;
  }
}
