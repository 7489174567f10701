package dev.privateregistry.registry.app;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Serves until it is told to stop. */
@Command(
    name = "serve",
    description = "Serve images as config.yml says.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "CONFIG",
      description = {
        "The config.yml to use. Without it: the file that REGISTRY_CONFIGURATION_PATH names, else",
        "/etc/distribution/config.yml, else /etc/docker/registry/config.yml, else built-in",
        "defaults (/var/lib/registry, :5000, debug port :5001)."
      })
  private @Nullable Path config;

  /** For picocli, which sets the parameters. */
  ServeCommand() {}

  ServeCommand(Path config) {
    this.config = config;
  }

  @Override
  public Integer call() {
    try {
      serve(System.getenv());
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } catch (StartFailure e) {
      e.tell(System.err);
      return 1;
    }
  }

  private void serve(Map<String, String> environment) throws StartFailure, InterruptedException {
    ConfigSource source = ConfigSource.find(Optional.ofNullable(config), environment);
    ConfigSource.Loaded loaded = source.load(environment);
    LogConfigurator.apply(loaded.configuration().log());
    LOG.info("registry-server {} with {}", Main.version(), source.name());
    loaded.warnings().forEach(LOG::warn);
    RegistryServer server =
        RegistryServer.start(loaded.configuration(), loaded.fingerprint(), Main.version());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop"));
    new CountDownLatch(1).await();
  }

  /**
   * Being told to stop is no failure: the exit code is 0, not that of the signal. Being told again
   * ends the waiting for requests under way.
   */
  private static void stop(RegistryServer server) {
    TerminationSignal.onNext(Thread.currentThread()::interrupt);
    try {
      server.drain();
    } catch (InterruptedException toldAgain) {
      LOG.warn("told to stop again: requests that run are cut off");
    }
    server.close();
    LOG.info("stopped");
    Runtime.getRuntime().halt(0);
  }
}
