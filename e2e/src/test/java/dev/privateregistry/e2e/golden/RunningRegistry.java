package dev.privateregistry.e2e.golden;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One of the three programs, serving a data folder on a port of its own until it is closed. */
final class RunningRegistry implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(30);

  private final Program program;
  private final int port;
  private final Path log;
  private final Process process;

  private RunningRegistry(Program program, int port, Path log, Process process) {
    this.program = program;
    this.port = port;
    this.log = log;
    this.process = process;
  }

  /** Starts a program and waits for its first answer. */
  static RunningRegistry start(Program program, Setting setting, Path folder, Path data)
      throws IOException, InterruptedException {
    return start(program, setting, folder, data, "");
  }

  /**
   * Starts a program and waits for its first answer.
   *
   * @param more keys of its configuration beside those of the setting
   */
  static RunningRegistry start(
      Program program, Setting setting, Path folder, Path data, String more)
      throws IOException, InterruptedException {
    int port = freePort();
    Path configuration = setting.write(folder, data, port, more);
    Path log = Files.createTempFile(folder, program.name(), ".log");
    ProcessBuilder builder =
        new ProcessBuilder(program.serve(configuration))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("OTEL_TRACES_EXPORTER", "none");
    RunningRegistry running = new RunningRegistry(program, port, log, builder.start());
    running.awaitFirstAnswer();
    return running;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitFirstAnswer() throws IOException, InterruptedException {
    byte[] ping = "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
    long deadline = System.nanoTime() + START.toNanos();
    while (process.isAlive() && System.nanoTime() < deadline) {
      if (RawConnection.exchange(port, "GET", ping).status() != 0) {
        return;
      }
      Thread.sleep(20);
    }
    throw new AssertionError(program.title() + " does not answer\n" + Files.readString(log));
  }

  Program program() {
    return program;
  }

  /** Sends one request on a connection of its own. */
  Answer send(Request request) {
    return RawConnection.exchange(port, request.method(), request.onTheWire("127.0.0.1:" + port));
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(15, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
