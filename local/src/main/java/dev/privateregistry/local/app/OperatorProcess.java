package dev.privateregistry.local.app;

import dev.privateregistry.local.node.ChildProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The operator as a process of its own, started again when it ends by itself. */
final class OperatorProcess implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration STEADY = Duration.ofMinutes(1);

  /** How to start it. */
  record Command(List<String> words, Map<String, String> environment, Path log) {}

  private final Command command;
  private final Console console;
  private final AtomicInteger restarts = new AtomicInteger();
  private final Thread supervisor;
  private volatile @Nullable ChildProcess process;
  private volatile boolean closed;

  private OperatorProcess(Command command, Console console) {
    this.command = command;
    this.console = console;
    this.supervisor = Thread.ofVirtual().name("operator").unstarted(this::supervise);
  }

  static OperatorProcess start(Command command, Console console) throws IOException {
    OperatorProcess operator = new OperatorProcess(command, console);
    operator.process = ChildProcess.start(command.words(), command.environment(), command.log());
    operator.supervisor.start();
    return operator;
  }

  /** SIGKILL, as a crash would be; it starts again. */
  void kill() {
    ChildProcess running = process;
    if (running != null) {
      running.kill();
    }
  }

  int restarts() {
    return restarts.get();
  }

  @Override
  public void close() {
    closed = true;
    ChildProcess running = process;
    if (running != null) {
      stop(running);
    }
    supervisor.interrupt();
  }

  private void supervise() {
    Duration pause = Duration.ZERO;
    try {
      while (!closed) {
        long started = System.nanoTime();
        ChildProcess running = process;
        int exitCode = running == null ? -1 : running.exit().join();
        if (closed) {
          return;
        }
        boolean steady = System.nanoTime() - started > STEADY.toNanos();
        pause = steady ? Duration.ZERO : pause;
        console.line(
            "operator ended with status "
                + exitCode
                + "; starting it again ("
                + command.log()
                + ")");
        Thread.sleep(pause);
        pause = pause.isZero() ? Duration.ofSeconds(1) : shorter(pause.multipliedBy(2));
        restart();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void restart() {
    try {
      process = ChildProcess.start(command.words(), command.environment(), command.log());
      restarts.incrementAndGet();
      if (closed) {
        close();
      }
    } catch (IOException e) {
      process = null;
      console.line("operator cannot be started: " + e.getMessage());
    }
  }

  private static Duration shorter(Duration pause) {
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  private static void stop(ChildProcess running) {
    try {
      running.stop(GRACE);
    } catch (InterruptedException e) {
      running.kill();
      Thread.currentThread().interrupt();
    }
  }
}
