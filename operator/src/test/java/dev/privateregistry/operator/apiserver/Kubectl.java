package dev.privateregistry.operator.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The real kubectl, as an administrator. */
public final class Kubectl {
  private final Path program;
  private final Path kubeconfig;

  Kubectl(Path program, Path kubeconfig) {
    this.program = program;
    this.kubeconfig = kubeconfig;
  }

  /**
   * What came of a command.
   *
   * @param output standard output and standard error together
   */
  public record Result(int exit, String output) {}

  /** Runs a command and gives it no input. */
  public Result run(String... arguments) {
    return feed("", arguments);
  }

  /** Runs a command and gives it an input. */
  public Result feed(String input, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of("--kubeconfig", kubeconfig.toString()));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
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

  /** Runs a command that must succeed, and returns what it prints. */
  public String succeed(String... arguments) {
    Result result = run(arguments);
    if (result.exit() != 0) {
      throw new AssertionError("kubectl " + String.join(" ", arguments) + ": " + result.output());
    }
    return result.output();
  }
}
