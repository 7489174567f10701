package dev.privateregistry.registry.http.netty;

import java.time.Duration;

/**
 * How slowly a body may come in.
 *
 * @param idle the longest time without a byte; also the time over which the rate is averaged
 * @param bytesPerSecond the lowest rate while a handler waits; 0 for any
 */
record BodyPace(Duration idle, int bytesPerSecond) {
  BodyPace {
    if (!idle.isPositive() || bytesPerSecond < 0) {
      throw new IllegalArgumentException(bytesPerSecond + " bytes/s over " + idle);
    }
  }

  /** Whether this is less than what must come in while a handler waits that long. */
  boolean isTooSlow(long bytes, long waitedNanos) {
    return waitedNanos >= idle.toNanos() && bytes < bytesPerSecond * (waitedNanos / 1e9);
  }
}
