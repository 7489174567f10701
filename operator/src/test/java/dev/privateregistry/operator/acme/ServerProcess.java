package dev.privateregistry.operator.acme;

import java.util.concurrent.TimeUnit;

/** A server that a test has started. */
record ServerProcess(Process process) implements AutoCloseable {

  /** Asks it to end, and ends it when it does not. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
