package dev.privateregistry.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A host of its own on this machine: a private network (loopback only, so every port is free) and
 * private {@code /etc/hosts}, {@code /etc/docker}, {@code /etc/containers} and {@code
 * /var/lib/registry}. Needs root and Linux. Nothing of the machine itself is changed.
 */
final class Sandbox implements BeforeAllCallback, AfterAllCallback {
  static final String HOST = "docker-registry.itcox.cn";

  private final Deque<Process> background = new ArrayDeque<>();
  private Path folder = Path.of("/nonexistent");
  private long holder;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    requireRoot();
    folder = Files.createTempDirectory("walkthrough");
    for (String name : List.of("docker", "containers", "registry", "root")) {
      Files.createDirectories(folder.resolve(name));
    }
    write("hosts", "127.0.0.1 localhost " + HOST + "\n");
    write("containers/policy.json", "{\"default\":[{\"type\":\"insecureAcceptAnything\"}]}\n");
    write("hold.sh", HOLD.formatted(folder));
    Process hold =
        new ProcessBuilder("unshare", "--mount", "--net", "sh", folder + "/hold.sh")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("hold.log").toFile())
            .start();
    background.push(hold);
    holder = hold.pid();
    await(
        "the sandbox",
        Duration.ofSeconds(10),
        () -> Files.exists(folder.resolve("root/.ready")) || !hold.isAlive());
    if (!hold.isAlive()) {
      throw new IllegalStateException(read("hold.log"));
    }
  }

  private static final String HOLD =
      """
      set -e
      mount --make-rprivate /
      mkdir -p /etc/docker /etc/containers /var/lib/registry
      mount --bind %1$s/hosts /etc/hosts
      mount --bind %1$s/docker /etc/docker
      mount --bind %1$s/containers /etc/containers
      mount --bind %1$s/registry /var/lib/registry
      ip link set lo up
      touch %1$s/root/.ready
      exec sleep infinity
      """;

  private static void requireRoot() {
    boolean root = "root".equals(System.getProperty("user.name"));
    if (!root && System.getenv("CI") != null) {
      throw new IllegalStateException("the tests with real clients need root");
    }
    Assumptions.assumeTrue(root, "needs root for private namespaces");
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    while (!background.isEmpty()) {
      stop(background.pop());
    }
    if (Files.exists(folder)) {
      try (var files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  /** Runs a command to its end inside; at most five minutes. */
  Outcome run(String... command) {
    return run(List.of(command));
  }

  Outcome run(List<String> command) {
    try {
      Path output = Files.createTempFile(folder, "run", ".log");
      Process process = inside(command, output);
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("no end after 5 minutes: " + String.join(" ", command));
      }
      return new Outcome(String.join(" ", command), process.exitValue(), Files.readString(output));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Starts a command that goes on until the sandbox ends; its output is in {@code name.log}. */
  Process start(String name, String... command) throws IOException {
    Process process = inside(List.of(command), folder.resolve(name + ".log"));
    background.push(process);
    return process;
  }

  void stop(Process process) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(15, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  private Process inside(List<String> command, Path output) throws IOException {
    List<String> all =
        new ArrayList<>(List.of("nsenter", "-t", "" + holder, "-m", "-n", "--wd=" + folder, "--"));
    all.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(all);
    builder.environment().put("HOME", folder.resolve("root").toString());
    builder.environment().remove("DOCKER_HOST");
    return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  String read(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      return name + ": " + e;
    }
  }

  static void await(String what, Duration atMost, BooleanSupplier condition)
      throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(what + " not there after " + atMost);
      }
      Thread.sleep(50);
    }
  }
}
