package dev.privateregistry.operator.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistryStatus;
import dev.privateregistry.operator.cluster.FakeKubelet;
import dev.privateregistry.operator.cluster.TestCluster;
import dev.privateregistry.operator.cluster.Wait;
import dev.privateregistry.operator.decide.Plan;
import dev.privateregistry.operator.decide.Snapshot;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;

/**
 * The whole operator against an API server and a pod that loads what it is given. Each topic has a
 * class of its own; its scenarios run on the API server that the subclass brings.
 */
abstract class OperatorScenarios<C extends TestCluster> {
  final C cluster;
  final String namespace;
  final KubernetesClient client;
  final FakeKubelet kubelet;
  final AtomicInteger decisions = new AtomicInteger();
  private final Function<Snapshot, Plan> decide;
  private KubernetesClient operatorClient;
  private OperatorApp operator;

  /**
   * @param cluster closed after the scenario
   */
  OperatorScenarios(C cluster) throws IOException {
    this(cluster, OperatorApp.decider(OperatorOptions.embedded())::decide);
  }

  /** An operator that decides by this. */
  OperatorScenarios(C cluster, Function<Snapshot, Plan> decide) throws IOException {
    this.cluster = cluster;
    this.decide = decide;
    namespace = cluster.namespace();
    client = cluster.client();
    operatorClient = cluster.newOperatorClient();
    operator = start(operatorClient);
    kubelet = new FakeKubelet(cluster, "quickstart", "127.0.0.2");
  }

  private OperatorApp start(KubernetesClient operatorClient) {
    return OperatorApp.start(
        operatorClient,
        OperatorOptions.embedded(),
        snapshot -> {
          Plan plan = decide.apply(snapshot);
          decisions.incrementAndGet();
          return plan;
        });
  }

  /** The operator ends and starts anew. */
  final void restart() {
    operator.close();
    operatorClient.close();
    operatorClient = cluster.newOperatorClient();
    operator = start(operatorClient);
  }

  @AfterEach
  void close() throws IOException {
    operator.close();
    kubelet.close();
    operatorClient.close();
    cluster.close();
  }

  final PrivateRegistry create(PrivateRegistry resource) {
    return cluster.create(resource);
  }

  final void awaitReady() {
    Wait.until("ready", () -> condition("quickstart", "Ready").equals("True"), this::status);
    Wait.until(
        "settled", () -> condition("quickstart", "Reconciling").equals("False"), this::status);
  }

  /** The operator writes nothing for a second. */
  final void assertQuiet() {
    Instant deadline = Instant.now().plusSeconds(15);
    while (true) {
      List<String> before = cluster.operatorWrites();
      LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
      List<String> after = cluster.operatorWrites();
      if (before.size() == after.size()) {
        return;
      }
      assertTrue(
          Instant.now().isBefore(deadline),
          () -> "still writes " + after.subList(before.size(), after.size()));
    }
  }

  final void annotate(String name, String value) {
    editSpec("{\"metadata\":{\"annotations\":{\"" + name + "\":\"" + value + "\"}}}");
  }

  final void editSpec(String mergePatch) {
    client
        .resources(PrivateRegistry.class)
        .inNamespace(namespace)
        .withName("quickstart")
        .patch(new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE).build(), mergePatch);
  }

  final PrivateRegistry resource() {
    return resource("quickstart");
  }

  final PrivateRegistry resource(String name) {
    return client.resources(PrivateRegistry.class).inNamespace(namespace).withName(name).require();
  }

  final String condition(String name, String type) {
    PrivateRegistryStatus status = resource(name).getStatus();
    return status == null ? "" : status.condition(type).map(Condition::getStatus).orElse("");
  }

  final Object status() {
    return String.valueOf(resource().getStatus());
  }

  final String password(String user) {
    return data("quickstart-" + user, "password");
  }

  final String data(String secret, String key) {
    Secret found = client.secrets().inNamespace(namespace).withName(secret).require();
    return new String(Base64.getDecoder().decode(found.getData().get(key)), StandardCharsets.UTF_8);
  }

  final String image() {
    Deployment deployment =
        client.apps().deployments().inNamespace(namespace).withName("quickstart").require();
    return deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
  }

  final Service service() {
    return client.services().inNamespace(namespace).withName("quickstart").get();
  }
}
