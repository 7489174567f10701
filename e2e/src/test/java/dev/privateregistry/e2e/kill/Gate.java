package dev.privateregistry.e2e.kill;

import org.jspecify.annotations.Nullable;

/** Lets clients through while a registry serves. */
final class Gate {
  private @Nullable RegistryClient open;
  private boolean ended;

  synchronized void open(RegistryClient registry) {
    open = registry;
    notifyAll();
  }

  synchronized void close() {
    open = null;
  }

  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Waits for a registry; null when there will be none any more. */
  synchronized @Nullable RegistryClient await() throws InterruptedException {
    while (open == null && !ended) {
      wait();
    }
    return ended ? null : open;
  }

  /** This one has gone away. */
  synchronized void lost(RegistryClient registry) {
    if (open == registry) {
      open = null;
    }
  }
}
