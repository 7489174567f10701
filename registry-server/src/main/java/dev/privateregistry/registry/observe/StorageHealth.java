package dev.privateregistry.registry.observe;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the storage periodically. It counts as unhealthy when as many checks in a row failed as
 * the threshold says, and as healthy again after one that did not. A check that does not come back
 * within an interval has failed.
 */
public final class StorageHealth implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StorageHealth.class);

  private final Probe probe;
  private final Duration interval;
  private final int threshold;
  private final Thread thread;
  private volatile Optional<String> problem = Optional.empty();
  private int failures;

  /** One look at the storage. */
  public interface Probe {
    /**
     * Returns when the storage can be used.
     *
     * @throws IOException when it cannot
     */
    void check() throws IOException;
  }

  /**
   * Checks now, and then each interval.
   *
   * @param threshold 0 and 1 are the same
   */
  public StorageHealth(Probe probe, Duration interval, int threshold) {
    this.probe = probe;
    this.interval = interval;
    this.threshold = Math.max(1, threshold);
    this.thread = Thread.ofVirtual().name("storage-health").start(this::run);
  }

  /** Why the storage counts as unhealthy; empty while it does not. */
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
        Thread.sleep(interval);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void check() throws InterruptedException {
    CompletableFuture<Void> result = new CompletableFuture<>();
    Thread.startVirtualThread(() -> complete(result));
    try {
      result.get(Math.max(interval.toMillis(), 1_000), TimeUnit.MILLISECONDS);
      passed();
    } catch (ExecutionException e) {
      failed(String.valueOf(e.getCause()));
    } catch (TimeoutException e) {
      failed("the storage does not answer");
    }
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
      LOG.info("the storage can be used again");
    }
  }

  private void failed(String reason) {
    failures++;
    if (failures >= threshold && !problem.equals(Optional.of(reason))) {
      problem = Optional.of(reason);
      LOG.error("the storage cannot be used: {}", reason);
    }
  }
}
