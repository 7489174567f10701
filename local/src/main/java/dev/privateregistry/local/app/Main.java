package dev.privateregistry.local.app;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Entry point of {@code ./up}. */
public final class Main {
  private Main() {}

  /** Exit codes: 0 done, 1 the system could not do it, 2 wrong usage. */
  public static void main(String[] arguments) {
    System.exit(run(new PrintWriter(System.err, true, StandardCharsets.UTF_8), arguments));
  }

  static int run(PrintWriter errors, String... arguments) {
    return new CommandLine(new UpCommand())
        .setErr(errors)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              command
                  .getErr()
                  .println(
                      "up: "
                          + (failure instanceof UpException e ? e.message() : failure.toString()));
              return CommandLine.ExitCode.SOFTWARE;
            })
        .execute(arguments);
  }
}
