package dev.privateregistry.operator.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistryStatus;
import dev.privateregistry.operator.api.v1alpha1.RotationPhase;
import dev.privateregistry.operator.cluster.FakeKubelet;
import dev.privateregistry.operator.cluster.TestCluster;
import dev.privateregistry.operator.cluster.Wait;
import dev.privateregistry.operator.decide.Decider;
import dev.privateregistry.operator.decide.Plan;
import dev.privateregistry.operator.samples.Samples;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The whole operator against an API server and a pod that loads what it is given. Runs on the API
 * server that the subclass brings.
 */
abstract class OperatorScenarios<C extends TestCluster> {
  final C cluster;
  final String namespace;
  final KubernetesClient client;
  private final FakeKubelet kubelet;
  private final AtomicInteger decisions = new AtomicInteger();
  private KubernetesClient operatorClient;
  private OperatorApp operator;

  /**
   * @param cluster closed after the scenario
   */
  OperatorScenarios(C cluster) throws IOException {
    this.cluster = cluster;
    namespace = cluster.namespace();
    client = cluster.client();
    operatorClient = cluster.newOperatorClient();
    operator = start(operatorClient);
    kubelet = new FakeKubelet(cluster, "quickstart", "127.0.0.2");
  }

  private OperatorApp start(KubernetesClient operatorClient) {
    Decider decider = OperatorApp.decider(OperatorOptions.embedded());
    return OperatorApp.start(
        operatorClient,
        OperatorOptions.embedded(),
        snapshot -> {
          Plan plan = decider.decide(snapshot);
          decisions.incrementAndGet();
          return plan;
        });
  }

  /** How many decisions about an unchanged resource are asked for. */
  abstract int repetitions();

  @AfterEach
  void close() throws IOException {
    operator.close();
    kubelet.close();
    operatorClient.close();
    cluster.close();
  }

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
  void shouldRotateAPasswordWithoutAGap() {
    create(Samples.read("quickstart"));
    awaitReady();
    String before = password("alice");
    kubelet.loading(false);

    annotate(PrivateRegistry.ROTATE_CREDENTIALS_ANNOTATION, "1");
    Wait.until(
        "a generated password",
        () -> phase() == RotationPhase.Generated || phase() == RotationPhase.Accepted,
        this::status);
    LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
    assertEquals(before, password("alice"), "published before the pod accepts it");

    kubelet.loading(true);
    Wait.until("published", () -> !password("alice").equals(before), this::status);
    assertTrue(kubelet.registry().accepts("alice", password("alice")));
    assertTrue(kubelet.registry().accepts("alice", before), "the old one during the overlap");
    Wait.until("overlapping", () -> phase() == RotationPhase.Overlapping, this::status);
  }

  @Test
  void shouldResumeARotationAfterARestart() {
    create(Samples.read("quickstart"));
    awaitReady();
    String before = password("alice");
    kubelet.loading(false);
    annotate(PrivateRegistry.ROTATE_CREDENTIALS_ANNOTATION, "1");
    Wait.until("generated", () -> phase() == RotationPhase.Generated, this::status);
    String htpasswd = data("quickstart-htpasswd", "htpasswd");

    operator.close();
    operatorClient.close();
    operatorClient = cluster.newOperatorClient();
    operator = start(operatorClient);
    kubelet.loading(true);

    Wait.until("published", () -> !password("alice").equals(before), this::status);
    assertEquals(htpasswd, data("quickstart-htpasswd", "htpasswd"), "no second password was made");
    assertTrue(kubelet.registry().accepts("alice", password("alice")));
  }

  @Test
  void shouldRetireTheOldPasswordAfterTheOverlap() {
    create(
        Serialization.unmarshal(
            Samples.text("quickstart").replace("overlap: 24h", "overlap: 1s"),
            PrivateRegistry.class));
    awaitReady();
    String before = password("alice");

    annotate(PrivateRegistry.ROTATE_CREDENTIALS_ANNOTATION, "1");

    Wait.until("published", () -> !password("alice").equals(before), this::status);
    Wait.until(
        "the old one refused", () -> !kubelet.registry().accepts("alice", before), this::status);
    assertTrue(kubelet.registry().accepts("alice", password("alice")));
    Wait.until("retired", () -> phase() == RotationPhase.Retired, this::status);
    assertQuiet();
  }

  @Test
  void shouldRenewTheCertificateAndSeeItServed() {
    create(Samples.read("quickstart"));
    awaitReady();
    String before = serial();

    annotate(PrivateRegistry.RENEW_CERTIFICATE_ANNOTATION, "1");

    Wait.until("another serial", () -> !serial().equals(before), this::status);
    Wait.until(
        "served", () -> List.of("quickstart-pod").equals(certificate().servedBy()), this::status);
    awaitReady();
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

  @Test
  void shouldEmitAnEventForEachStepOfARotation() {
    create(Samples.read("quickstart"));
    awaitReady();
    annotate(PrivateRegistry.ROTATE_CREDENTIALS_ANNOTATION, "1");
    Wait.until("overlapping", () -> phase() == RotationPhase.Overlapping, this::status);

    Wait.until(
        "an Event",
        () ->
            client.v1().events().inNamespace(namespace).list().getItems().stream()
                .anyMatch(event -> event.getInvolvedObject().getName().equals("quickstart")),
        () -> client.v1().events().inNamespace(namespace).list().getItems());
    client
        .v1()
        .events()
        .inNamespace(namespace)
        .list()
        .getItems()
        .forEach(event -> assertFalse(event.getMessage().contains(password("alice"))));
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

  private RotationPhase phase() {
    return resource().getStatus().users().getFirst().phase();
  }

  private PrivateRegistryStatus.CertificateStatus certificate() {
    return Objects.requireNonNull(resource().getStatus().certificate());
  }

  private String serial() {
    return certificate().serial();
  }

  private String password(String user) {
    return data("quickstart-" + user, "password");
  }

  private String data(String secret, String key) {
    Secret found = client.secrets().inNamespace(namespace).withName(secret).require();
    return new String(Base64.getDecoder().decode(found.getData().get(key)), StandardCharsets.UTF_8);
  }

  private static Map<String, String> selector(Service service) {
    return service.getSpec().getSelector();
  }

  private String image() {
    Deployment deployment =
        client.apps().deployments().inNamespace(namespace).withName("quickstart").require();
    return deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
  }

  private PersistentVolumeClaim claim() {
    return client.persistentVolumeClaims().inNamespace(namespace).withName("quickstart").require();
  }

  final Service service() {
    return client.services().inNamespace(namespace).withName("quickstart").get();
  }
}
