package dev.privateregistry.operator.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program of e2e/tools, with the arguments that it always gets. */
public final class Program {
  private final List<String> command;

  Program(List<String> command) {
    this.command = List.copyOf(command);
  }

  /**
   * What came of a command.
   *
   * @param output standard output and standard error together
   */
  public record Result(int exit, String output) {}

  /** Runs it and gives it no input. */
  public Result run(String... arguments) {
    return feed("", arguments);
  }

  /** Runs it and gives it an input. */
  public Result feed(String input, String... arguments) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
      process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Runs it, which must succeed, and returns what it prints. */
  public String succeed(String... arguments) {
    Result result = run(arguments);
    if (result.exit() != 0) {
      Path program = Path.of(command.getFirst()).getFileName();
      throw new AssertionError(
          program + " " + String.join(" ", arguments) + ": " + result.output());
    }
    return result.output();
  }
}
