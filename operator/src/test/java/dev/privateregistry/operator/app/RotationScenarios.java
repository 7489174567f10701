package dev.privateregistry.operator.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistryStatus;
import dev.privateregistry.operator.api.v1alpha1.RotationPhase;
import dev.privateregistry.operator.cluster.TestCluster;
import dev.privateregistry.operator.cluster.Wait;
import dev.privateregistry.operator.samples.Samples;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Passwords and certificates change without a gap. */
abstract class RotationScenarios<C extends TestCluster> extends OperatorScenarios<C> {
  private static final String SHARED_VOLUME =
      "  storage: {filesystem: {accessModes: [ReadWriteMany]}}\n";

  RotationScenarios(C cluster) throws IOException {
    super(cluster);
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
  void shouldScaleUpAndDownInTheMiddleOfARotation() {
    create(
        Serialization.unmarshal(Samples.text("quickstart") + SHARED_VOLUME, PrivateRegistry.class));
    awaitReady();
    String before = password("alice");
    kubelet.loading(false);
    annotate(PrivateRegistry.ROTATE_CREDENTIALS_ANNOTATION, "1");
    Wait.until("generated", () -> phase() == RotationPhase.Generated, this::status);

    editSpec("{\"spec\":{\"replicas\":3}}");
    Wait.until("three pods", () -> resource().getStatus().replicas() == 3, this::status);
    Wait.until("a budget", () -> budget() != null, this::status);
    assertEquals(before, password("alice"), "published before the new pods accept it");

    kubelet.loading(true);
    Wait.until("published", () -> !password("alice").equals(before), this::status);
    kubelet
        .registries()
        .forEach(pod -> assertTrue(pod.accepts("alice", password("alice")), "a pod refuses it"));
    Wait.until("served by all", () -> certificate().servedBy().size() == 3, this::status);
    awaitReady();
    assertQuiet();

    editSpec("{\"spec\":{\"replicas\":1}}");
    Wait.until("one pod", () -> resource().getStatus().replicas() == 1, this::status);
    Wait.until("no budget", () -> budget() == null, this::status);
    awaitReady();
    assertQuiet();
  }

  private @Nullable PodDisruptionBudget budget() {
    return client
        .policy()
        .v1()
        .podDisruptionBudget()
        .inNamespace(namespace)
        .withName("quickstart")
        .get();
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

    restart();
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

  private RotationPhase phase() {
    return resource().getStatus().users().getFirst().phase();
  }

  private PrivateRegistryStatus.CertificateStatus certificate() {
    return Objects.requireNonNull(resource().getStatus().certificate());
  }

  private String serial() {
    return certificate().serial();
  }
}
