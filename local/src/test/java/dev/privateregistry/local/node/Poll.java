package dev.privateregistry.local.node;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for something to become true. */
public final class Poll {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private Poll() {}

  /** Returns when it is true, fails when it is not for long; an exception counts as not yet. */
  public static void until(Callable<Boolean> condition) throws InterruptedException {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    Exception last = null;
    while (System.nanoTime() < deadline) {
      try {
        if (condition.call()) {
          return;
        }
        last = null;
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        last = e;
      }
      Thread.sleep(20);
    }
    throw new AssertionError("not true within " + LONGEST.toSeconds() + " s", last);
  }
}
