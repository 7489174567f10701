package dev.privateregistry.local.node;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a container is at one moment, as pod status tells it.
 *
 * @param started whether the startup probe passed, or there is none
 * @param ready whether it runs, has started and its readiness probe passes
 * @param last how the run before this one ended
 */
record ContainerView(
    State state, boolean started, boolean ready, int restarts, @Nullable Terminated last) {

  static final ContainerView CREATING =
      new ContainerView(new Waiting("ContainerCreating", null), false, false, 0, null);

  sealed interface State {}

  record Waiting(String reason, @Nullable String message) implements State {}

  record Running(Instant since, long pid) implements State {}

  record Terminated(int exitCode, Instant startedAt, Instant finishedAt, long pid)
      implements State {
    String reason() {
      return exitCode == 0 ? "Completed" : "Error";
    }
  }

  ContainerView waiting(String reason, @Nullable String message) {
    return new ContainerView(new Waiting(reason, message), false, false, restarts, last);
  }

  ContainerView running(Instant since, long pid, boolean started, boolean ready) {
    return new ContainerView(new Running(since, pid), started, ready, restarts, last);
  }

  ContainerView probed(boolean nowStarted, boolean nowReady) {
    return new ContainerView(state, nowStarted, nowReady, restarts, last);
  }

  ContainerView ended(Terminated end) {
    return new ContainerView(end, false, false, restarts, last);
  }

  ContainerView restarting(Terminated end) {
    return new ContainerView(
        new Waiting("ContainerCreating", null), false, false, restarts + 1, end);
  }
}
