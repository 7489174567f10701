package dev.privateregistry.e2e.kill;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged program over one data folder: one process after the other. */
final class KilledRegistry {
  private static final Path PROGRAM =
      Path.of("../registry-server/target/dist/bin/registry-server").toAbsolutePath().normalize();
  private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)");

  private final Path config;

  KilledRegistry(Path folder) throws IOException {
    if (!Files.isExecutable(PROGRAM)) {
      throw new IllegalStateException(PROGRAM + " is missing: ./mvnw package makes it");
    }
    config =
        Files.writeString(
            folder.resolve("config.yml"),
            """
            version: 0.1
            log: {accesslog: {disabled: true}}
            storage:
              filesystem: {rootdirectory: %s}
              delete: {enabled: true}
            http: {addr: '127.0.0.1:0', secret: the same after each start, draintimeout: 1s}
            """
                .formatted(folder.resolve("data")));
  }

  /** A process that serves. */
  record Life(Process process, CompletableFuture<Integer> port) {
    /** Waits until it listens. */
    int awaitPort() throws InterruptedException {
      try {
        return port.get(60, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        throw new AssertionError("the registry did not start: " + e.getMessage(), e);
      }
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }
  }

  Life start() throws IOException {
    Process process = new ProcessBuilder(PROGRAM.toString(), "serve", config.toString()).start();
    CompletableFuture<Integer> port = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> follow(process, port));
    return new Life(process, port);
  }

  private static void follow(Process process, CompletableFuture<Integer> port) {
    List<String> lines = new ArrayList<>();
    try (BufferedReader log = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = log.readLine(); line != null; line = log.readLine()) {
        Matcher listening = LISTENING.matcher(line);
        if (listening.find()) {
          port.complete(Integer.valueOf(listening.group(1)));
        }
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add(e.toString());
    }
    port.completeExceptionally(new IOException(String.join("\n", lines)));
  }

  /** Starts a command that works on the data while no server runs. */
  Process offline(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
    command.addAll(List.of(arguments));
    command.add(config.toString());
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
