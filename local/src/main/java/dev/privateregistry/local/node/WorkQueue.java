package dev.privateregistry.local.node;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Level-triggered work: a key that was marked is reconciled once, however often it was marked, and
 * never by two threads at the same time. A reconciliation that throws is tried again after a pause.
 */
final class WorkQueue implements AutoCloseable {
  /** Brings the world one step nearer to what the object behind the key asks for. */
  @FunctionalInterface
  interface Reconciliation {
    void reconcile(String key) throws Exception;
  }

  private static final Logger LOG = LoggerFactory.getLogger(WorkQueue.class);
  private static final Duration RETRY = Duration.ofMillis(500);

  private final String name;
  private final Reconciliation reconciliation;
  private final Map<String, Long> due = new HashMap<>();
  private final Set<String> running = new HashSet<>();
  private final Map<String, String> failures = new ConcurrentHashMap<>();
  private boolean closed;

  WorkQueue(String name, Reconciliation reconciliation) {
    this.name = name;
    this.reconciliation = reconciliation;
    Thread.ofVirtual().name(name + "-queue").start(this::dispatch);
  }

  void mark(String key) {
    markAfter(key, Duration.ZERO);
  }

  /** The earliest of several marks counts. */
  synchronized void markAfter(String key, Duration delay) {
    if (!closed) {
      due.merge(key, System.nanoTime() + delay.toNanos(), (a, b) -> a - b < 0 ? a : b);
      notifyAll();
    }
  }

  /** Starts nothing more and waits for what runs. */
  @Override
  public synchronized void close() {
    closed = true;
    due.clear();
    notifyAll();
    boolean interrupted = false;
    while (!running.isEmpty()) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void dispatch() {
    try {
      while (!closed) {
        long wait = startDue(System.nanoTime());
        if (wait > 0) {
          wait(Math.max(1, wait / 1_000_000));
        } else {
          wait();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns the nanoseconds until the next key is due, or 0 when there is none to wait for. */
  private long startDue(long now) {
    long next = 0;
    for (var entry : Map.copyOf(due).entrySet()) {
      String key = entry.getKey();
      if (running.contains(key)) {
        continue;
      }
      long wait = entry.getValue() - now;
      if (wait <= 0) {
        due.remove(key);
        running.add(key);
        Thread.ofVirtual().name(name + "-" + key).start(() -> run(key));
      } else {
        next = next == 0 ? wait : Math.min(next, wait);
      }
    }
    return next;
  }

  /**
   * The same failure again and again is worth one line; an object that was changed or deleted
   * meanwhile is none.
   */
  private void tell(String key, Exception failure) {
    String text = failure.toString();
    boolean raced =
        failure instanceof KubernetesClientException e
            && (e.getCode() == HttpURLConnection.HTTP_CONFLICT
                || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND);
    if (!raced && !text.equals(failures.put(key, text))) {
      LOG.warn("{} {} is tried again: {}", name, key, text);
    }
  }

  private void run(String key) {
    try {
      reconciliation.reconcile(key);
      failures.remove(key);
    } catch (Exception e) {
      tell(key, e);
      markAfter(key, RETRY);
    } finally {
      synchronized (this) {
        running.remove(key);
        notifyAll();
      }
    }
  }
}
