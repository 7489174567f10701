package dev.privateregistry.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The packaged registry server, running inside a sandbox. */
final class RegistryProgram {
  private static final Path DIST =
      Path.of("../registry-server/target/dist/bin/registry-server").toAbsolutePath().normalize();

  private RegistryProgram() {}

  /** Starts {@code registry-server ARGUMENTS} and waits until its base address answers. */
  static Process start(Sandbox sandbox, String url, String... arguments)
      throws IOException, InterruptedException {
    return start(sandbox, Duration.ofSeconds(20), url, arguments);
  }

  /** The same, for a server that may take longer until it answers. */
  static Process start(Sandbox sandbox, Duration patience, String url, String... arguments)
      throws IOException, InterruptedException {
    if (!Files.isExecutable(DIST)) {
      throw new IllegalStateException(DIST + " is missing: ./mvnw package makes it");
    }
    List<String> command = new ArrayList<>(List.of(DIST.toString()));
    Collections.addAll(command, arguments);
    Process process = sandbox.start("registry", command.toArray(String[]::new));
    Sandbox.await(
        "the registry",
        patience,
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError(sandbox.read("registry.log"));
          }
          return sandbox.run("curl", "-sk", "-o", "curl.out", url + "/v2/").exitCode() == 0;
        });
    return process;
  }

  /** Runs {@code registry-server ARGUMENTS} to its end. */
  static Outcome run(Sandbox sandbox, String... arguments) {
    List<String> command = new ArrayList<>(List.of(DIST.toString()));
    Collections.addAll(command, arguments);
    return sandbox.run(command);
  }
}
