package dev.privateregistry.registry.app;

import dev.privateregistry.registry.auth.HtpasswdLine;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a line of an htpasswd file. */
@Command(
    name = "htpasswd",
    description = "Print a line for an htpasswd file: the user and a bcrypt hash of the password.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: registry-server htpasswd -i alice < password.txt >> htpasswd"})
final class HtpasswdCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "-i",
      description = "Read the password from standard input, up to the end of the first line.")
  private boolean fromInput;

  @Parameters(index = "0", paramLabel = "USER", description = "The name of the user.")
  private String user = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PASSWORD",
      description = {
        "The password. Other users of this machine can see it here: leave it out to be asked,",
        "or use -i."
      })
  private @Nullable String password;

  @Override
  public Integer call() throws IOException {
    try {
      System.out.println(HtpasswdLine.make(user, password(), HtpasswdLine.COST));
      return 0;
    } catch (IllegalArgumentException e) {
      System.err.println("registry-server htpasswd: " + e.getMessage());
      return 1;
    }
  }

  private String password() throws IOException {
    if (fromInput && password != null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "give either -i or PASSWORD, not both");
    }
    if (password != null) {
      return password;
    }
    Console console = terminal();
    if (fromInput || console == null) {
      return firstLineOfInput();
    }
    return ask(console);
  }

  /** The terminal, if there is one: JDK 22 to 24 give a console without one, JDK 25 gives none. */
  @SuppressWarnings("SystemConsoleNull")
  private static @Nullable Console terminal() {
    Console console = System.console();
    return console != null && console.isTerminal() ? console : null;
  }

  private String firstLineOfInput() throws IOException {
    if (!fromInput) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "there is no terminal to ask for the password; use -i or PASSWORD");
    }
    String line =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    return line == null ? "" : line;
  }

  private static String ask(Console console) {
    char[] once = console.readPassword("Password for the registry: ");
    char[] again = console.readPassword("Again: ");
    if (once == null || again == null) {
      throw new IllegalArgumentException("no password was given");
    }
    String password = new String(once);
    if (!password.equals(new String(again))) {
      throw new IllegalArgumentException("the two passwords differ; try again");
    }
    return password;
  }
}
