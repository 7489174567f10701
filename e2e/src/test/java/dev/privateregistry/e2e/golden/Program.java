package dev.privateregistry.e2e.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The three registries that are held side by side. */
enum Program {
  OURS("registry-server"),
  REGISTRY_2("registry:2"),
  REGISTRY_3("registry:3");

  private final String title;

  Program(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** The command that serves this configuration. */
  List<String> serve(Path configuration) {
    return List.of(executable(), "serve", configuration.toString());
  }

  /** Runs the collector of garbage of distribution to its end. */
  String collectGarbage(Path configuration, String... flags) {
    List<String> command = new ArrayList<>(List.of(executable(), "garbage-collect"));
    command.addAll(List.of(flags));
    command.add(configuration.toString());
    return output(command);
  }

  private String executable() {
    return switch (this) {
      case OURS -> built("../registry-server/target/dist/bin/registry-server").toString();
      case REGISTRY_2 -> "/usr/bin/docker-registry";
      case REGISTRY_3 ->
          output(List.of(built("tools/distribution-registry").toString()))
              .lines()
              .toList()
              .getLast();
    };
  }

  private static Path built(String relative) {
    Path file = Path.of(relative).toAbsolutePath().normalize();
    if (!Files.isExecutable(file)) {
      throw new IllegalStateException(file + " is missing: ./mvnw package makes it");
    }
    return file;
  }

  private static String output(List<String> command) {
    try {
      Path log = Files.createTempFile("golden", ".log");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(9, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("no end: " + String.join(" ", command));
      }
      String text = Files.readString(log);
      Files.delete(log);
      if (process.exitValue() != 0) {
        throw new AssertionError(String.join(" ", command) + "\n" + text);
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
