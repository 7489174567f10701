package dev.privateregistry.operator.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistryStatus;
import dev.privateregistry.operator.cluster.TestCluster;
import dev.privateregistry.operator.cluster.Wait;
import dev.privateregistry.operator.samples.Samples;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A registry comes up, stays as it is, and follows its spec. */
abstract class RegistryScenarios<C extends TestCluster> extends OperatorScenarios<C> {
  RegistryScenarios(C cluster) throws IOException {
    super(cluster);
  }

  /** How many decisions about an unchanged resource are asked for. */
  abstract int repetitions();

  @Test
  void shouldBringUpARegistryAndThenWriteNothing() {
    create(Samples.read("quickstart"));
    awaitReady();

    PrivateRegistryStatus status = resource().getStatus();
    assertEquals("https://localhost:5000", status.url());
    assertEquals("1.0.0", status.version());
    assertEquals(1, status.readyReplicas());
    assertTrue(kubelet.registry().accepts("alice", password("alice")));

    assertFalse(cluster.operatorWrites().isEmpty());
    assertQuiet();
  }

  @Test
  void shouldWriteNothingHoweverOftenItDecidesAboutAnUnchangedResource() {
    create(Samples.read("quickstart"));
    awaitReady();
    assertQuiet();
    int writes = cluster.operatorWrites().size();
    Map<String, String> versions = versions();

    int wanted = decisions.get() + repetitions();
    for (int i = 0; decisions.get() < wanted; i++) {
      int before = decisions.get();
      annotate("example.com/touched", String.valueOf(i));
      Wait.until("decided once more", () -> decisions.get() > before, this::status);
    }

    assertQuiet();
    assertEquals(
        List.of(), cluster.operatorWrites().subList(writes, cluster.operatorWrites().size()));
    assertEquals(versions, versions());
  }

  /** The resourceVersion of each object of the registry. */
  private Map<String, String> versions() {
    List<HasMetadata> objects = new ArrayList<>();
    objects.addAll(client.secrets().inNamespace(namespace).list().getItems());
    objects.addAll(client.configMaps().inNamespace(namespace).list().getItems());
    objects.addAll(client.serviceAccounts().inNamespace(namespace).list().getItems());
    objects.addAll(client.services().inNamespace(namespace).list().getItems());
    objects.addAll(client.persistentVolumeClaims().inNamespace(namespace).list().getItems());
    objects.addAll(client.apps().deployments().inNamespace(namespace).list().getItems());
    return objects.stream()
        .collect(
            Collectors.toMap(
                object -> object.getKind() + " " + object.getMetadata().getName(),
                object -> object.getMetadata().getResourceVersion()));
  }

  @Test
  void shouldRepairDriftAndFollowTheSpec() {
    create(Samples.read("quickstart"));
    awaitReady();
    client
        .services()
        .inNamespace(namespace)
        .withName("quickstart")
        .edit(
            theirs ->
                theirs
                    .edit()
                    .editMetadata()
                    .addToAnnotations("example.com/theirs", "yes")
                    .endMetadata()
                    .editSpec()
                    .addToSelector("app.kubernetes.io/instance", "another")
                    .endSpec()
                    .build());
    Wait.until(
        "the selector repaired",
        () -> "quickstart".equals(selector(service()).get("app.kubernetes.io/instance")),
        this::service);
    assertEquals("yes", service().getMetadata().getAnnotations().get("example.com/theirs"));

    client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName("quickstart")
        .edit(
            deployment -> {
              deployment
                  .getSpec()
                  .getTemplate()
                  .getSpec()
                  .getContainers()
                  .getFirst()
                  .setImage("evil:1");
              return deployment;
            });
    Wait.until(
        "the image repaired", () -> image().equals(OperatorOptions.defaultImage()), this::image);

    client.services().inNamespace(namespace).withName("quickstart").delete();
    Wait.until("the Service back", () -> service() != null, () -> "none");

    editSpec(
        "{\"spec\":{\"image\":\"mirror.example.com/registry:2\",\"exposure\":{\"service\":{\"port\":443}}}}");
    Wait.until("the new image", () -> image().equals("mirror.example.com/registry:2"), this::image);
    Wait.until(
        "the new port",
        () -> service().getSpec().getPorts().getFirst().getPort() == 443,
        this::service);
    assertEquals(1, service().getSpec().getPorts().size());
    assertQuiet();
  }

  @Test
  void shouldKeepOrGiveUpTheImagesAsTheDeletionPolicySays() {
    create(Samples.read("quickstart"));
    awaitReady();
    assertEquals(0, claim().getMetadata().getOwnerReferences().size(), "retained by default");

    editSpec("{\"spec\":{\"storage\":{\"deletionPolicy\":\"Delete\"}}}");
    Wait.until("owned", () -> claim().getMetadata().getOwnerReferences().size() == 1, this::claim);

    editSpec("{\"spec\":{\"storage\":{\"deletionPolicy\":\"Retain\"}}}");
    Wait.until("retained", () -> claim().getMetadata().getOwnerReferences().isEmpty(), this::claim);
    assertQuiet();
  }

  @Test
  void shouldDoNothingWhilePaused() {
    create(Samples.read("quickstart"));
    awaitReady();
    annotate(PrivateRegistry.PAUSE_ANNOTATION, "true");
    Wait.until(
        "paused",
        () ->
            resource()
                .getStatus()
                .condition("Reconciling")
                .map(Condition::getReason)
                .equals(Optional.of("Paused")),
        this::status);

    editSpec("{\"spec\":{\"image\":\"mirror.example.com/registry:2\"}}");
    LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
    assertEquals(OperatorOptions.defaultImage(), image());

    annotate(PrivateRegistry.PAUSE_ANNOTATION, "false");
    Wait.until("resumed", () -> image().equals("mirror.example.com/registry:2"), this::image);
  }

  @Test
  void shouldLeaveAForeignObjectAlone() {
    ConfigMap theirs =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("theirs-config")
            .withNamespace(namespace)
            .endMetadata()
            .withData(Map.of("mine", "yes"))
            .build();
    client.resource(theirs).create();
    PrivateRegistry resource = Samples.read("quickstart");
    resource.getMetadata().setName("theirs");
    create(resource);

    Wait.until(
        "stalled",
        () -> condition("theirs", "Stalled").equals("True"),
        () -> resource("theirs").getStatus());
    assertTrue(
        resource("theirs")
            .getStatus()
            .condition("Stalled")
            .orElseThrow()
            .getMessage()
            .contains("theirs-config"));
    ConfigMap after = client.configMaps().inNamespace(namespace).withName("theirs-config").get();
    assertEquals(Map.of("mine", "yes"), after.getData());
    assertTrue(after.getMetadata().getOwnerReferences().isEmpty());
  }

  private static Map<String, String> selector(Service service) {
    return service.getSpec().getSelector();
  }

  private PersistentVolumeClaim claim() {
    return client.persistentVolumeClaims().inNamespace(namespace).withName("quickstart").require();
  }
}
