package dev.privateregistry.local.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs one container's process: starts it, probes it, starts it again when it ends. */
final class ContainerRunner {
  /** What the runner needs from its pod. */
  interface Surroundings {
    ChildProcess start(Container container) throws CannotStart, IOException;

    void probe(Probe probe, Container container, Duration timeout)
        throws IOException, InterruptedException;

    /** The view changed. */
    void changed();

    void event(String type, String reason, String message);

    /** Whether to start again after this exit status. */
    boolean restarts(int exitCode);

    Duration grace();
  }

  private static final Duration CONFIG_RETRY = Duration.ofSeconds(1);
  private static final Duration IDLE = Duration.ofSeconds(30);

  private final Container container;
  private final Backoff backoff;
  private final Surroundings pod;
  private final Thread thread;
  private volatile ContainerView view = ContainerView.CREATING;
  private volatile boolean stopping;
  private @Nullable ProbeState startup;
  private @Nullable ProbeState readiness;
  private @Nullable ProbeState liveness;

  ContainerRunner(Container container, Backoff backoff, Surroundings pod) {
    this.container = container;
    this.backoff = backoff;
    this.pod = pod;
    this.thread = Thread.ofVirtual().name("container-" + container.getName()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  ContainerView view() {
    return view;
  }

  String name() {
    return container.getName();
  }

  /** Asks the container to stop; {@link #awaitStopped} waits for it. */
  void stop() {
    stopping = true;
    thread.interrupt();
  }

  void awaitStopped() throws InterruptedException {
    thread.join();
  }

  private void run() {
    int restart = 0;
    while (!stopping) {
      ChildProcess process = launch();
      if (process == null) {
        continue;
      }
      Instant started = Instant.now();
      int exitCode = supervise(process, started);
      var end = new ContainerView.Terminated(exitCode, started, Instant.now(), process.pid());
      if (stopping || !pod.restarts(exitCode)) {
        show(view.ended(end));
        return;
      }
      boolean steady =
          Duration.between(started, end.finishedAt()).compareTo(backoff.forgetAfter()) > 0;
      restart = steady ? 1 : restart + 1;
      show(view.restarting(end));
      pause(restart, exitCode);
    }
    if (view.state() instanceof ContainerView.Waiting) {
      Instant now = Instant.now();
      show(view.ended(new ContainerView.Terminated(0, now, now, 0)));
    }
  }

  private @Nullable ChildProcess launch() {
    try {
      ChildProcess process = pod.start(container);
      pod.event("Normal", "Started", "Started container " + name() + ", pid " + process.pid());
      return process;
    } catch (CannotStart e) {
      refuse(e.reason(), e.message());
    } catch (IOException e) {
      refuse("RunContainerError", String.valueOf(e.getMessage()));
    }
    sleep(CONFIG_RETRY);
    return null;
  }

  private void refuse(String reason, String message) {
    ContainerView refused = view.waiting(reason, message);
    if (!refused.equals(view)) {
      pod.event("Warning", reason.equals("FailedMount") ? reason : "Failed", message);
      show(refused);
    }
  }

  private void pause(int restart, int exitCode) {
    Duration delay = backoff.before(restart);
    pod.event(
        "Warning",
        "BackOff",
        "Container "
            + name()
            + " ended with status "
            + exitCode
            + "; starting again in "
            + delay.toSeconds()
            + " s");
    if (!delay.isZero()) {
      show(
          view.waiting(
              "CrashLoopBackOff",
              "back-off " + delay.toSeconds() + "s restarting failed container=" + name()));
      sleep(delay);
    }
  }

  /** Returns the exit status once the process has ended, by itself, by a probe or by request. */
  private int supervise(ChildProcess process, Instant started) {
    long now = System.nanoTime();
    startup = state(container.getStartupProbe(), false, now);
    readiness = state(container.getReadinessProbe(), false, now);
    liveness = state(container.getLivenessProbe(), true, now);
    show(
        view.running(
            started, process.pid(), startup == null, startup == null && readiness == null));
    try {
      while (!stopping) {
        Integer exitCode = awaitExit(process, untilNextProbe());
        if (exitCode != null) {
          return exitCode;
        }
        String fatal = probeWhatIsDue();
        if (fatal != null && process.isAlive()) {
          pod.event(
              "Normal",
              "Killing",
              "Container " + name() + " failed its " + fatal + " probe, will be restarted");
          process.stop(pod.grace());
        }
      }
    } catch (InterruptedException e) {
      // asked to stop: the interrupt did its work
    }
    return end(process);
  }

  private int end(ChildProcess process) {
    Thread.interrupted(); // the request was heard; the grace period must not be cut by it
    show(view.probed(view.started(), false));
    pod.event("Normal", "Killing", "Stopping container " + name());
    try {
      process.stop(pod.grace());
    } catch (InterruptedException e) {
      process.kill();
      Thread.currentThread().interrupt();
    }
    return process.exit().join();
  }

  private static @Nullable Integer awaitExit(ChildProcess process, Duration longest)
      throws InterruptedException {
    try {
      return process.exit().get(Math.max(1, longest.toMillis()), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return null;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private Duration untilNextProbe() {
    long now = System.nanoTime();
    long next = now + IDLE.toNanos();
    for (ProbeState probe : active()) {
      next = probe.dueNanos() - next < 0 ? probe.dueNanos() : next;
    }
    return Duration.ofNanos(Math.max(0, next - now));
  }

  /** Liveness and readiness wait for the startup probe. */
  private List<ProbeState> active() {
    if (startup != null && !startup.passing()) {
      return List.of(startup);
    }
    return Stream.of(readiness, liveness).filter(Objects::nonNull).toList();
  }

  /** Returns the kind of the probe that wants the container restarted. */
  private @Nullable String probeWhatIsDue() throws InterruptedException {
    String fatal = null;
    for (ProbeState probe : active()) {
      if (probe.dueNanos() - System.nanoTime() <= 0) {
        ask(probe);
        if (probe != readiness && probe.exhausted()) {
          fatal = kind(probe);
        }
      }
    }
    boolean nowStarted = startup == null || startup.passing();
    boolean nowReady = nowStarted && (readiness == null || readiness.passing()) && fatal == null;
    show(view.probed(nowStarted, nowReady));
    return fatal;
  }

  private void ask(ProbeState probe) throws InterruptedException {
    boolean success = true;
    try {
      pod.probe(probe.probe(), container, probe.timeout());
    } catch (IOException e) {
      success = false;
      if (probe != startup) {
        pod.event("Warning", "Unhealthy", kind(probe) + " probe failed: " + e.getMessage());
      }
    }
    probe.answered(success, System.nanoTime());
  }

  private String kind(ProbeState probe) {
    return probe == startup ? "Startup" : probe == readiness ? "Readiness" : "Liveness";
  }

  private static @Nullable ProbeState state(
      @Nullable Probe probe, boolean passing, long startedNanos) {
    return probe == null ? null : new ProbeState(probe, passing, startedNanos);
  }

  private void show(ContainerView next) {
    if (!next.equals(view)) {
      view = next;
      pod.changed();
    }
  }

  private void sleep(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      // asked to stop: the loop looks at the flag
    }
  }
}
