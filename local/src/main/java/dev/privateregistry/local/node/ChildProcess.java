package dev.privateregistry.local.node;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A program that never outlives this one, not even when this one is killed.
 *
 * <p>A few lines of sh stand between: a watcher reads a pipe whose other end this process holds;
 * when the pipe ends without a word, its holder is gone, and the watcher stops the program. The sh
 * itself becomes the program by {@code exec}, so that pid, signals and exit status are the
 * program's own. Ctrl-C in the terminal does not reach the program: this process stops it in order.
 */
public final class ChildProcess {
  /** Fd 3 is the pipe; a line on it means that the program was seen to end. */
  private static final String WATCHED =
      """
      trap '' INT HUP
      exec 3<&0 </dev/null
      (
        exec >/dev/null 2>&1
        read -r word <&3 && exit 0
        kill -TERM $$
        n=0
        while [ $n -lt 50 ] && kill -0 $$; do sleep 0.2; n=$((n + 1)); done
        kill -KILL $$
      ) &
      exec 3<&-
      exec "$@"
      """;

  private final Process process;

  private ChildProcess(Process process) {
    this.process = process;
  }

  /**
   * @param command program and arguments
   * @param environment the whole environment of the program
   * @param log where its output is appended
   */
  public static ChildProcess start(List<String> command, Map<String, String> environment, Path log)
      throws IOException {
    PodFolder.createParent(log);
    List<String> watched = new ArrayList<>(List.of("/bin/sh", "-c", WATCHED, command.getFirst()));
    watched.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(watched);
    builder.environment().clear();
    builder.environment().putAll(environment);
    File output = log.toFile();
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(output));
    Process process = builder.start();
    ChildProcess child = new ChildProcess(process);
    process.onExit().thenRun(child::releaseWatcher);
    return child;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Completes with the exit status; a program ended by signal N counts as 128 + N. */
  public CompletableFuture<Integer> exit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /** SIGTERM, then SIGKILL after the grace period; returns when the program is gone. */
  public void stop(Duration grace) throws InterruptedException {
    // not Process.destroy: it would also end the watcher's pipe
    process.toHandle().destroy();
    if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
      kill();
      process.waitFor();
    }
  }

  /** SIGKILL, as a crash would be. */
  public void kill() {
    process.toHandle().destroyForcibly();
  }

  /** Notes the process so that {@link #sweep} can find it after a crash of this program. */
  void record(Path file) throws IOException {
    String started =
        process.info().startInstant().map(instant -> "" + instant.toEpochMilli()).orElse("");
    PodFolder.createParent(file);
    Files.writeString(file, process.pid() + " " + started);
  }

  /**
   * Kills the process a record names if it still runs. The start time guards against a pid that
   * belongs to somebody else by now.
   */
  static void sweep(Path record) throws IOException {
    String[] words = Files.readString(record).strip().split(" ");
    if (words.length == 2) {
      ProcessHandle.of(Long.parseLong(words[0]))
          .filter(
              handle ->
                  handle
                      .info()
                      .startInstant()
                      .map(instant -> words[1].equals("" + instant.toEpochMilli()))
                      .orElse(false))
          .ifPresent(
              handle -> {
                handle.destroyForcibly();
                handle.onExit().orTimeout(5, TimeUnit.SECONDS).join();
              });
    }
    Files.deleteIfExists(record);
  }

  private void releaseWatcher() {
    try (var pipe = process.getOutputStream()) {
      pipe.write("ended\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // the watcher is gone already: nobody is left to tell
    }
  }
}
