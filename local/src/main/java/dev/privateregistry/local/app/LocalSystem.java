package dev.privateregistry.local.app;

import dev.privateregistry.local.kube.EmbeddedKubernetes;
import dev.privateregistry.local.kube.Options;
import dev.privateregistry.local.node.Backoff;
import dev.privateregistry.local.node.LocalPorts;
import dev.privateregistry.local.node.NodeAgent;
import dev.privateregistry.local.node.NodeOptions;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The Kubernetes API, then the node and the operator on it. Closing stops them in the opposite
 * order, and everything they started with them.
 */
final class LocalSystem implements AutoCloseable {
  private final Home home;
  private final DataFolder data;
  private final Console console;
  private final EmbeddedKubernetes kubernetes;
  private final KubernetesClient client;
  private @Nullable NodeAgent node;
  private @Nullable OperatorProcess operator;

  private LocalSystem(Home home, DataFolder data, Console console, EmbeddedKubernetes kubernetes) {
    this.home = home;
    this.data = data;
    this.console = console;
    this.kubernetes = kubernetes;
    this.client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(kubernetes.kubeconfig()))
            .build();
  }

  /** Starts the API with the definitions of our resources; nothing acts on them yet. */
  static LocalSystem startApi(Home home, DataFolder data, Console console)
      throws UpException, IOException {
    EmbeddedKubernetes kubernetes = EmbeddedKubernetes.start(new Options(data.api(), 0));
    LocalSystem system = new LocalSystem(home, data, console, kubernetes);
    try {
      system.writeKubeconfig();
      system.define();
    } catch (UpException | IOException | RuntimeException e) {
      system.close();
      throw e;
    }
    return system;
  }

  /** Starts what makes pods run, and the operator. */
  void startNodeAndOperator(LocalPorts ports) throws UpException, IOException {
    node =
        NodeAgent.start(
            client, new NodeOptions(data.node(), home.programs(), ports, Backoff.KUBELET));
    operator =
        OperatorProcess.start(
            new OperatorProcess.Command(
                List.of(home.operator().toString(), "--port", "0"),
                operatorEnvironment(),
                data.operatorLog()),
            console);
  }

  KubernetesClient client() {
    return client;
  }

  String apiAddress() {
    return String.valueOf(kubernetes.address());
  }

  /** The port of this machine behind which a registry is, once it has one. */
  OptionalInt port(String namespace, String registry) throws IOException {
    return node == null ? OptionalInt.empty() : node.localPort(namespace, registry);
  }

  /** Whether a ready pod of the registry stands behind its port. */
  boolean serves(String namespace, String registry) {
    return node != null && node.serves(namespace, registry);
  }

  /** SIGKILL; the operator starts again by itself. */
  void killOperator() {
    if (operator != null) {
      operator.kill();
    }
  }

  int operatorRestarts() {
    return operator == null ? 0 : operator.restarts();
  }

  @Override
  public void close() throws IOException {
    if (operator != null) {
      operator.close();
    }
    if (node != null) {
      node.close();
    }
    client.close();
    kubernetes.close();
  }

  private void writeKubeconfig() throws IOException {
    Path file = data.kubeconfig();
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, kubernetes.kubeconfig());
  }

  private void define() throws UpException {
    Applier applier = new Applier(client);
    List<Manifest> definitions = new ArrayList<>();
    for (Path file : home.customResourceDefinitions()) {
      definitions.addAll(ManifestReader.read(file, ManifestReader.content(file)));
    }
    applier.apply(definitions);
    for (Manifest definition : definitions) {
      client
          .apiextensions()
          .v1()
          .customResourceDefinitions()
          .withName(definition.identity().name())
          .waitUntilCondition(
              object ->
                  object != null
                      && object.getStatus() != null
                      && object.getStatus().getConditions().stream()
                          .anyMatch(
                              condition ->
                                  condition.getType().equals("Established")
                                      && condition.getStatus().equals("True")),
              10,
              TimeUnit.SECONDS);
    }
  }

  private Map<String, String> operatorEnvironment() {
    Map<String, String> environment = new HashMap<>();
    for (String name : List.of("PATH", "HOME", "LANG", "TZ", "JAVA_HOME")) {
      String value = System.getenv(name);
      if (value != null) {
        environment.put(name, value);
      }
    }
    environment.put("KUBECONFIG", data.kubeconfig().toString());
    return environment;
  }
}
