package dev.privateregistry.registry.observe;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks periodically whether something that the registry needs is there. It counts as missing when
 * as many checks in a row failed as the threshold says, and as there again after one that did not.
 * A check that does not come back within an interval has failed.
 */
public final class HealthCheck implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HealthCheck.class);

  private final String name;
  private final Probe probe;
  private final Schedule schedule;
  private final Thread thread;
  private volatile Optional<String> problem = Optional.empty();
  private int failures;

  /** One look. */
  public interface Probe {
    /**
     * Returns when all is well.
     *
     * @throws IOException when it is not; its message is published
     */
    void check() throws IOException;
  }

  /**
   * When it looks.
   *
   * @param threshold how many checks in a row must fail; 0 and 1 are the same
   */
  public record Schedule(Duration interval, int threshold) {}

  /**
   * Checks now, and then each interval.
   *
   * @param name in the health document
   */
  public HealthCheck(String name, Probe probe, Schedule schedule) {
    this.name = name;
    this.probe = probe;
    this.schedule = schedule;
    this.thread = Thread.ofVirtual().name("health").start(this::run);
  }

  public String name() {
    return name;
  }

  /** What is wrong; empty while all is well. */
  public Optional<String> problem() {
    return problem;
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        check();
        Thread.sleep(schedule.interval());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void check() throws InterruptedException {
    CompletableFuture<Void> result = new CompletableFuture<>();
    Thread.startVirtualThread(() -> complete(result));
    try {
      result.get(Math.max(schedule.interval().toMillis(), 1_000), TimeUnit.MILLISECONDS);
      passed();
    } catch (ExecutionException e) {
      failed(describe(e.getCause()));
    } catch (TimeoutException e) {
      failed("the check does not come back");
    }
  }

  private static String describe(@Nullable Throwable problem) {
    return problem != null && problem.getClass() == IOException.class
        ? String.valueOf(problem.getMessage())
        : String.valueOf(problem);
  }

  private void complete(CompletableFuture<Void> result) {
    try {
      probe.check();
      result.complete(null);
    } catch (IOException | RuntimeException e) {
      result.completeExceptionally(e);
    }
  }

  private void passed() {
    failures = 0;
    if (problem.isPresent()) {
      problem = Optional.empty();
      LOG.info("the health check {} passes again", name);
    }
  }

  private void failed(String reason) {
    failures++;
    if (failures >= Math.max(1, schedule.threshold()) && !problem.equals(Optional.of(reason))) {
      problem = Optional.of(reason);
      LOG.error("the health check {} fails: {}", name, reason);
    }
  }
}
