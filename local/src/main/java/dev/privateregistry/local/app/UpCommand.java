package dev.privateregistry.local.app;

import dev.privateregistry.local.node.LocalPorts;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./up FILE|DIR...}: the whole system on this machine until Ctrl-C. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    version = "up 0.1.0",
    sortOptions = false,
    description = {
      "Starts private registries on this machine, without a cluster: a Kubernetes API, the"
          + " operator, and the registries of the given files. Saving a file applies it. Ctrl-C"
          + " stops everything; the next start finds images, users and certificates again."
    },
    footer = {
      "",
      "Examples:",
      "  ./up samples/quickstart.yaml",
      "  ./up samples/quickstart.yaml --port 5443 --data /srv/registry",
      "  ./up samples/quickstart.yaml --check"
    })
final class UpCommand implements Callable<Integer> {
  private static final int DEFAULT_PORT = 5000;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE|DIR",
      arity = "0..*",
      description = "YAML or JSON files, or folders of them.")
  private List<Path> manifests = List.of();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where everything is kept. Default: .local beside this script.")
  private @Nullable Path data;

  @Option(
      names = "--port",
      paramLabel = "N",
      description =
          "The port on 127.0.0.1 of the first registry; others get the next free ones. Default:"
              + " 5000.")
  private @Nullable Integer port;

  @Option(
      names = "--check",
      description =
          "Push and pull while every password and the certificate rotate and processes are killed;"
              + " print what was seen; exit 0 only when nothing failed. Uses a folder of its own"
              + " unless --data names one.")
  private boolean check;

  @Option(
      names = "--password",
      paramLabel = "USER",
      description = "Print the password of a user of the running system, and nothing else.")
  private @Nullable String passwordOf;

  @Option(
      names = "--registry",
      paramLabel = "[NAMESPACE/]NAME",
      description = "With --password: which registry, when there are several.")
  private @Nullable String registry;

  @Override
  public Integer call() throws UpException, IOException, InterruptedException {
    Home home = Home.ofLauncher();
    if (passwordOf != null) {
      Path folder = data == null ? home.defaultData() : data;
      System.out.println(Passwords.read(folder, passwordOf, registry));
      return 0;
    }
    requireUsage();
    // what needs no API is refused before anything starts
    for (Path file : ManifestReader.files(manifests)) {
      ManifestReader.read(file, ManifestReader.content(file));
    }
    Console console = new Console(System.out);
    if (check) {
      return CheckCommand.run(home, manifests, data, port, console);
    }
    try (LocalPorts ports = ports(port == null ? DEFAULT_PORT : port);
        DataFolder folder = DataFolder.open(data == null ? home.defaultData() : data)) {
      return run(home, folder, ports, console);
    }
  }

  private int run(Home home, DataFolder folder, LocalPorts ports, Console console)
      throws UpException, IOException, InterruptedException {
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitStop(stop, stopped)));
    try (LocalSystem system = LocalSystem.startApi(home, folder, console)) {
      console.line("Kubernetes API at " + system.apiAddress());
      try (StatusFollower follower = new StatusFollower(system, folder, console);
          ManifestWatch watch =
              ManifestWatch.start(
                  manifests,
                  new ServicePorts(ports.first()),
                  new Applier(system.client()),
                  console)) {
        console.line("applied " + watch.summary());
        system.startNodeAndOperator(ports);
        console.line("operator started, log in " + folder.operatorLog());
        follower.start();
        stop.await();
        console.line("stopping; data stays in " + folder.root());
      }
    } finally {
      stopped.countDown();
    }
    return 0;
  }

  private static void awaitStop(CountDownLatch stop, CountDownLatch stopped) {
    stop.countDown();
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void requireUsage() {
    if (manifests.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "no FILE given; for a first registry: ./up samples/quickstart.yaml");
    }
    if (registry != null) {
      throw new ParameterException(spec.commandLine(), "--registry goes with --password only");
    }
    if (port != null && (port < 1 || port > 65535)) {
      throw new ParameterException(
          spec.commandLine(), "--port " + port + ": a port is a number from 1 to 65535");
    }
  }

  private LocalPorts ports(int wanted) throws UpException, IOException {
    try {
      return LocalPorts.startingAt(wanted);
    } catch (BindException e) {
      String remedy =
          port == null
              ? "; choose another with --port N"
              : "; stop what listens there, or choose another";
      throw new UpException(
          (port == null ? "port " : "--port ") + wanted + " on 127.0.0.1 is in use" + remedy, e);
    }
  }
}
