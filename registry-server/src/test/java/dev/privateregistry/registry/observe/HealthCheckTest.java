package dev.privateregistry.registry.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class HealthCheckTest {
  private static final Duration INTERVAL = Duration.ofMillis(10);

  @Test
  void shouldCountFailuresInARowUpToTheThreshold() throws Exception {
    AtomicInteger checks = new AtomicInteger();
    HealthCheck.Probe probe =
        () -> {
          int number = checks.incrementAndGet();
          if (number % 3 != 0 && number < 30) {
            throw new IOException("disk " + number);
          }
        };
    try (HealthCheck health =
        new HealthCheck("disk", probe, new HealthCheck.Schedule(INTERVAL, 3))) {
      while (checks.get() < 40) {
        assertEquals(Optional.empty(), health.problem());
        Thread.sleep(2);
      }
    }
  }

  @Test
  void shouldBeUnhealthyWhileChecksFailAndHealthyAfterwards() throws Exception {
    AtomicInteger failing = new AtomicInteger(1);
    HealthCheck.Probe probe =
        () -> {
          if (failing.get() == 1) {
            throw new IOException("gone");
          }
        };
    try (HealthCheck health =
        new HealthCheck("disk", probe, new HealthCheck.Schedule(INTERVAL, 0))) {
      await(() -> health.problem().isPresent());
      assertTrue(health.problem().orElse("").contains("gone"));

      failing.set(0);
      await(() -> health.problem().isEmpty());
    }
  }

  @Test
  void shouldTakeACheckThatHangsForAFailure() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    HealthCheck.Probe probe =
        () -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        };
    try (HealthCheck health =
        new HealthCheck("disk", probe, new HealthCheck.Schedule(INTERVAL, 1))) {
      await(() -> health.problem().isPresent());
      assertEquals(Optional.of("the check does not come back"), health.problem());
    } finally {
      never.countDown();
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "it takes too long");
      Thread.sleep(5);
    }
  }
}
