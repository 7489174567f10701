package dev.privateregistry.registry.http.netty;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of bodies that wait in memory for a slow client or a slow handler, over all connections
 * of a server. While there are many, each body may keep fewer of them waiting, so that thousands of
 * stalled requests do not take what all need.
 */
final class BodyMemory {
  private static final long PLENTY = 64L * 1024 * 1024;

  private final AtomicLong waiting = new AtomicLong();

  /** So many bytes more wait, or fewer when negative. */
  void add(long bytes) {
    waiting.addAndGet(bytes);
  }

  /**
   * How much one body may keep waiting now: as much as it likes to, or the least it can do with.
   */
  int share(int liked, int least) {
    return waiting.get() < PLENTY ? liked : least;
  }

  long waiting() {
    return waiting.get();
  }
}
