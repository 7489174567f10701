package dev.privateregistry.operator.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for something to become true; never longer than it takes. */
public final class Wait {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Wait() {}

  /** Fails with what was asked for, and what there is instead, when it does not come true. */
  public static void until(String what, BooleanSupplier holds, Supplier<?> instead) {
    until(PATIENCE, what, holds, instead);
  }

  /** The same for what takes longer. */
  public static void until(
      Duration patience, String what, BooleanSupplier holds, Supplier<?> instead) {
    Instant deadline = Instant.now().plus(patience);
    while (!holds.getAsBoolean()) {
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError("not " + what + " but " + instead.get());
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
