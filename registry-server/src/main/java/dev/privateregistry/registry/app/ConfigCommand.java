package dev.privateregistry.registry.app;

import dev.privateregistry.registry.config.LogConfig;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Looks at a configuration without serving. */
@Command(
    name = "config",
    description = "Check or print a configuration, as serve would read it.",
    mixinStandardHelpOptions = true)
final class ConfigCommand implements Runnable {
  private static final LogConfig QUIET =
      new LogConfig(LogConfig.Level.WARN, LogConfig.Format.TEXT, Map.of(), true);

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "a command is missing: config check or config print");
  }

  @Command(
      name = "check",
      description = {
        "Report every problem of a config.yml, the environment and the files it names.",
        "Exit code 0 when serve would accept it, 1 when not. Warnings do not count."
      },
      mixinStandardHelpOptions = true)
  int check(
      @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "As for serve.")
          Path file) {
    LogConfigurator.apply(QUIET);
    return check(Optional.ofNullable(file), System.getenv(), System.out);
  }

  @Command(
      name = "print",
      description = {
        "Print the configuration in force: the file, the environment and every default, as a",
        "config.yml. Secrets are masked."
      },
      mixinStandardHelpOptions = true)
  int print(
      @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "As for serve.")
          Path file) {
    return print(Optional.ofNullable(file), System.getenv(), System.out, System.err);
  }

  static int check(Optional<Path> file, Map<String, String> environment, PrintStream out) {
    List<String> problems = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    String name = file.map(Path::toString).orElse("configuration");
    try {
      ConfigSource source = ConfigSource.find(file, environment);
      name = source.name();
      ConfigSource.Loaded loaded = source.load(environment);
      warnings.addAll(loaded.warnings());
      for (String problem : problemsOfFiles(loaded)) {
        problems.add(name + ": " + problem);
      }
    } catch (StartFailure e) {
      problems.addAll(e.messages());
    }
    problems.forEach(problem -> out.println("error: " + problem));
    warnings.forEach(warning -> out.println("warning: " + warning));
    out.printf("%s: %d errors, %d warnings%n", name, problems.size(), warnings.size());
    return problems.isEmpty() ? 0 : 1;
  }

  /** Opens what serve opens, as far as that changes nothing, and closes it again. */
  private static List<String> problemsOfFiles(ConfigSource.Loaded loaded) {
    List<String> problems = new ArrayList<>();
    try {
      TlsWiring.open(loaded.configuration().http()).ifPresent(ServerTls::close);
    } catch (StartFailure e) {
      problems.addAll(e.messages());
    }
    try {
      Authentication.open(loaded.configuration(), ApiWiring.publicUrl(loaded.configuration()))
          .close();
    } catch (StartFailure e) {
      problems.addAll(e.messages());
    }
    return problems;
  }

  static int print(
      Optional<Path> file, Map<String, String> environment, PrintStream out, PrintStream err) {
    try {
      ConfigSource.Loaded loaded = ConfigSource.find(file, environment).load(environment);
      loaded.warnings().forEach(warning -> err.println("registry-server: " + warning));
      out.print(loaded.effective().get());
      return 0;
    } catch (StartFailure e) {
      e.tell(err);
      return 1;
    }
  }
}
