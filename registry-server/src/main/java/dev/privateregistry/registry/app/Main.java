package dev.privateregistry.registry.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command line of the registry server. */
@Command(
    name = "registry-server",
    description = "A container registry: OCI distribution 1.1, a drop-in for registry:2 and :3.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      ServeCommand.class,
      GarbageCollectCommand.class,
      FsckCommand.class,
      HtpasswdCommand.class,
      ConfigCommand.class
    },
    footer = {
      "",
      "registry-server CONFIG.yml is short for registry-server serve CONFIG.yml.",
      "Exit codes: 0 done, 1 failed, 2 wrong use."
    })
public final class Main implements Runnable {
  private static final int WRONG_USE = 2;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Runs a command and exits. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... given) {
    String[] arguments = expand(given);
    Optional<Path> config = servedPlainly(arguments);
    if (config.isPresent()) {
      return new ServeCommand(config.get()).call();
    }
    return new CommandLine(new Main())
        .setParameterExceptionHandler(Main::explain)
        .execute(arguments);
  }

  /**
   * The configuration of {@code serve CONFIG} without options. This is how it starts in production,
   * where building the model of the command line first would cost about 0.3 s of one core.
   */
  private static Optional<Path> servedPlainly(String... arguments) {
    return arguments.length == 2 && arguments[0].equals("serve") && !arguments[1].startsWith("-")
        ? Optional.of(Path.of(arguments[1]))
        : Optional.empty();
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "a command is missing; the usual one is: serve CONFIG.yml");
  }

  static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  /** What {@code --version} prints. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"registry-server " + version()};
    }
  }

  /** A configuration file in place of a command means to serve it, as in distribution's image. */
  private static String[] expand(String[] arguments) {
    if (arguments.length == 0 || !arguments[0].matches(".*\\.ya?ml")) {
      return arguments;
    }
    List<String> expanded = new ArrayList<>(List.of("serve"));
    expanded.addAll(List.of(arguments));
    return expanded.toArray(new String[0]);
  }

  private static int explain(CommandLine.ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    command.getErr().println("registry-server: " + e.getMessage());
    command.getErr().println("See: " + command.getCommandName() + " --help");
    return WRONG_USE;
  }
}
