package dev.privateregistry.local.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.privateregistry.local.check.Check;
import dev.privateregistry.local.check.FastRotation;
import dev.privateregistry.local.check.RunningSystem;
import dev.privateregistry.local.check.Target;
import dev.privateregistry.local.node.LocalPorts;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** {@code ./up FILE --check}: starts the system with rotation in seconds and checks it. */
final class CheckCommand {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration READY_WITHIN = Duration.ofSeconds(60);

  private CheckCommand() {}

  /** Returns the exit code: 0 when everything holds. */
  static int run(
      Home home, List<Path> files, @Nullable Path data, @Nullable Integer port, Console console)
      throws UpException, IOException, InterruptedException {
    List<Manifest> manifests = fast(files);
    Manifest registry =
        manifests.stream()
            .filter(Manifest::isRegistry)
            .findFirst()
            .orElseThrow(() -> new UpException("--check needs a PrivateRegistry in the files"));
    Path folder = data == null ? Files.createTempDirectory("private-registry-check") : data;
    boolean passed;
    try (LocalPorts ports = ports(port);
        DataFolder held = DataFolder.open(folder)) {
      passed = check(home, held, ports, manifests, registry, console);
    }
    if (passed && data == null) {
      delete(folder);
    } else {
      console.line("data and logs are in " + folder);
    }
    return passed ? 0 : 1;
  }

  private static boolean check(
      Home home,
      DataFolder data,
      LocalPorts ports,
      List<Manifest> manifests,
      Manifest registry,
      Console console)
      throws UpException, IOException, InterruptedException {
    try (LocalSystem system = LocalSystem.startApi(home, data, console)) {
      console.line("Kubernetes API at " + system.apiAddress());
      ServicePorts services = new ServicePorts(ports.first());
      new Applier(system.client()).apply(manifests.stream().map(services::assign).toList());
      system.startNodeAndOperator(ports);
      long started = System.nanoTime();
      Target target = awaitReady(system, registry);
      console.line(
          String.format("registry ready after %.1f s", (System.nanoTime() - started) / 1e9));
      Path scratch = Files.createDirectories(data.root().resolve("check"));
      return new Check(new Running(system), target, scratch, console::line).run();
    } catch (GeneralSecurityException e) {
      throw new UpException("the published ca.crt is no certificate: " + e.getMessage(), e);
    }
  }

  private static List<Manifest> fast(List<Path> files) throws UpException {
    List<Manifest> manifests = new ArrayList<>();
    for (Path file : ManifestReader.files(files)) {
      for (Manifest manifest : ManifestReader.read(file, ManifestReader.content(file))) {
        manifests.add(manifest.isRegistry() ? fast(manifest) : manifest);
      }
    }
    return manifests;
  }

  private static Manifest fast(Manifest manifest) {
    JsonNode copy = FastRotation.SECONDS.applyTo(JSON.valueToTree(manifest.object()));
    return new Manifest(
        manifest.file(), manifest.line(), JSON.convertValue(copy, GenericKubernetesResource.class));
  }

  private static Target awaitReady(LocalSystem system, Manifest manifest)
      throws UpException, IOException, InterruptedException {
    String given = manifest.identity().namespace();
    String namespace = given.isEmpty() ? "default" : given;
    String name = manifest.identity().name();
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    String state = "no status yet";
    while (System.nanoTime() < deadline) {
      PrivateRegistry registry =
          system
              .client()
              .resources(PrivateRegistry.class)
              .inNamespace(namespace)
              .withName(name)
              .get();
      OptionalInt port = system.port(namespace, name);
      if (registry != null && registry.getStatus() != null) {
        var ready = registry.getStatus().condition("Ready");
        if (port.isPresent()
            && system.serves(namespace, name)
            && ready.filter(it -> it.getStatus().equals("True")).isPresent()) {
          return new Target(system.client(), namespace, name, port.getAsInt());
        }
        state = ready.map(it -> it.getReason() + ": " + it.getMessage()).orElse(state);
      }
      Thread.sleep(100);
    }
    throw new UpException(
        "the registry was not ready within " + READY_WITHIN.toSeconds() + " s (" + state + ")");
  }

  private static LocalPorts ports(@Nullable Integer port) throws UpException, IOException {
    try {
      return LocalPorts.startingAt(port == null ? 0 : port);
    } catch (BindException e) {
      throw new UpException("--port " + port + " on 127.0.0.1 is in use; choose another", e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private record Running(LocalSystem system) implements RunningSystem {
    @Override
    public KubernetesClient client() {
      return system.client();
    }

    @Override
    public void killOperator() {
      system.killOperator();
    }

    @Override
    public int operatorRestarts() {
      return system.operatorRestarts();
    }
  }
}
