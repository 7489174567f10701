package dev.privateregistry.registry.auth;

import java.time.Duration;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who may go next when only a few may go at once. The first try of every name comes before the
 * second of any, and among equals the latest comes first: neither many tries under one name nor a
 * burst of tries under many names keeps another name waiting. Whether a name exists makes no
 * difference. When too many wait, the one whose turn is furthest away is sent away.
 */
final class Turns {
  private final int atOnce;
  private final int mostWaiting;
  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock();
  private final TreeSet<Waiting> waiting =
      new TreeSet<>(
          Comparator.comparingInt(Waiting::place)
              .thenComparing(Comparator.comparingLong(Waiting::arrival).reversed()));
  private int running;
  private long arrivals;

  private record Waiting(String name, int place, long arrival, CompletableFuture<Boolean> turn) {}

  /**
   * @param atOnce how many may go at once
   * @param mostWaiting how many may wait
   * @param patience for how long one waits at most
   */
  Turns(int atOnce, int mostWaiting, Duration patience) {
    this.atOnce = atOnce;
    this.mostWaiting = mostWaiting;
    this.patience = patience;
  }

  /**
   * Waits for a turn.
   *
   * @return whether it came; if so, {@link #end} must follow
   */
  boolean await(String name) {
    Waiting mine;
    lock.lock();
    try {
      if (running < atOnce) {
        running++;
        return true;
      }
      mine = new Waiting(name, nextPlace(name), arrivals++, new CompletableFuture<>());
      waiting.add(mine);
      if (waiting.size() > mostWaiting) {
        waiting.removeLast().turn().complete(false);
      }
    } finally {
      lock.unlock();
    }
    return await(mine);
  }

  private int nextPlace(String name) {
    int next = 0;
    for (Waiting other : waiting) {
      if (other.name().equals(name)) {
        next = Math.max(next, other.place() + 1);
      }
    }
    return next;
  }

  private boolean await(Waiting mine) {
    try {
      return mine.turn().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return leave(mine);
    } catch (TimeoutException e) {
      return leave(mine);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a turn does not fail", e);
    }
  }

  /** Gives up waiting, unless the turn has come in this moment. */
  private boolean leave(Waiting mine) {
    lock.lock();
    try {
      return !waiting.remove(mine) && mine.turn().join();
    } finally {
      lock.unlock();
    }
  }

  /** Ends a turn that came. */
  void end() {
    lock.lock();
    try {
      Waiting next = waiting.pollFirst();
      if (next == null) {
        running--;
      } else {
        next.turn().complete(true);
      }
    } finally {
      lock.unlock();
    }
  }

  /** How many wait now. */
  int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }
}
