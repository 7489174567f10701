package dev.privateregistry.registry.storage.filesystem;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Has a growing file written to the medium while more of it comes in, on a thread of its own, so
 * that the force at its end finds little left to do. The operating system tells a failure to write
 * once, to whoever forces the file next; so a failure met here is kept, and told ever after.
 *
 * <p>Used by the one thread that writes the file.
 */
final class WriteBack {
  static final int STEP = 16 * 1024 * 1024;

  /** Writes the file's content to the medium. */
  @FunctionalInterface
  interface Force {
    void run() throws IOException;
  }

  private final Force force;
  private CompletableFuture<@Nullable Exception> running = CompletableFuture.completedFuture(null);
  private long waiting;

  WriteBack(Force force) {
    this.force = force;
  }

  /** So many bytes more have been written. */
  void wrote(int bytes) throws IOException {
    waiting += bytes;
    if (waiting >= STEP && running.isDone()) {
      settle();
      waiting = 0;
      CompletableFuture<@Nullable Exception> started = new CompletableFuture<>();
      running = started;
      Thread.ofVirtual().name("write-back").start(() -> started.complete(failure()));
    }
  }

  private @Nullable Exception failure() {
    try {
      force.run();
      return null;
    } catch (IOException | RuntimeException e) {
      return e;
    }
  }

  /**
   * Waits for what is under way.
   *
   * @throws IOException when some of the bytes may never reach the medium
   */
  void settle() throws IOException {
    Exception failure = running.join();
    if (failure != null) {
      throw new IOException("writing to the medium failed: " + failure.getMessage(), failure);
    }
  }
}
