package dev.privateregistry.operator.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the operator. */
@Command(
    name = "operator",
    description = "Keeps the PrivateRegistry resources of a Kubernetes cluster.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true)
public final class Main implements Callable<Integer> {
  private static final String LEASE = "private-registry-operator";

  @Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description =
          "How to reach the cluster. Default: KUBECONFIG, ~/.kube/config, or the pod's own account.")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--watch-namespaces",
      paramLabel = "NAMES",
      defaultValue = "${env:WATCH_NAMESPACES:-}",
      description =
          "The namespaces to work in, separated by commas (WATCH_NAMESPACES). Default: all.")
  private String namespaces;

  @Option(
      names = "--registry-image",
      paramLabel = "IMAGE",
      defaultValue = "${env:REGISTRY_IMAGE:-}",
      description =
          "The image of the registry where a resource names none (REGISTRY_IMAGE)."
              + " Default: the one of this version.")
  private String image;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Where /healthz, /readyz and /metrics are served; 0 for any free port.")
  private int port;

  @Option(
      names = "--leader-election",
      defaultValue = "${env:LEADER_ELECTION:-false}",
      description = "Let one of several operators work at a time, by a Lease (LEADER_ELECTION).")
  private boolean leaderElection;

  @Option(
      names = "--leader-election-namespace",
      paramLabel = "NAME",
      defaultValue = "${env:POD_NAMESPACE:-}",
      description = "The namespace of the Lease (POD_NAMESPACE). Default: that of the kubeconfig.")
  private String leaderElectionNamespace;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "${env:LOG_LEVEL:-info}",
      description = "error, warn, info, debug or trace (LOG_LEVEL). Default: info.")
  private String logLevel;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);

  public static void main(String[] arguments) {
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.setParameterExceptionHandler(
        (problem, given) -> {
          PrintWriter err = problem.getCommandLine().getErr();
          err.println("operator: " + problem.getMessage());
          err.println("operator --help tells what can be given");
          return CommandLine.ExitCode.USAGE;
        });
    System.exit(commandLine.execute(arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    ((Logger) LoggerFactory.getLogger("dev.privateregistry")).setLevel(level());
    Config config = config();
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
        OperatorApp app = OperatorApp.start(client, options(config))) {
      Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
      Objects.requireNonNull(app);
      asked.await();
      return CommandLine.ExitCode.OK;
    } catch (OperatorStartException e) {
      spec.commandLine().getErr().println("operator: " + e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    } finally {
      stopped.countDown();
    }
  }

  /** Runs in the shutdown hook: the JVM goes when the operator has stopped, and that is success. */
  private void stop() {
    asked.countDown();
    try {
      stopped.await();
      Runtime.getRuntime().halt(CommandLine.ExitCode.OK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Config config() {
    if (kubeconfig == null) {
      return Config.autoConfigure(null);
    }
    if (!Files.isReadable(kubeconfig)) {
      throw problem("--kubeconfig: cannot read " + kubeconfig);
    }
    return Config.fromKubeconfig(kubeconfig.toFile());
  }

  private OperatorOptions options(Config config) {
    if (port < 0 || port > 65535) {
      throw problem("--port: " + port + " is not a port: choose 0 to 65535");
    }
    Set<String> watched =
        Arrays.stream(namespaces.split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
    return new OperatorOptions(
        watched,
        leaderElection ? leadership(config) : null,
        port,
        image.isEmpty() ? OperatorOptions.defaultImage() : image);
  }

  private OperatorOptions.Leadership leadership(Config config) {
    String namespace =
        leaderElectionNamespace.isEmpty() ? config.getNamespace() : leaderElectionNamespace;
    if (namespace == null) {
      throw problem("--leader-election: name the namespace by --leader-election-namespace");
    }
    return new OperatorOptions.Leadership(namespace, LEASE);
  }

  private Level level() {
    Level level = Level.toLevel(logLevel, null);
    if (level == null) {
      throw problem(
          "--log-level: '" + logLevel + "' is none of error, warn, info, debug and trace");
    }
    return level;
  }

  private ParameterException problem(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Prints the version. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"operator " + OperatorOptions.version()};
    }
  }
}
