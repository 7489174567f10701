package dev.privateregistry.operator.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.operator.api.v1alpha1.Ownership;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several pods are run only on a volume that several pods can mount. */
class ReplicasTest {

  /** The spec, the access mode of the claim that is there, and whether the pods may be changed. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replicas: 2; storage: {filesystem: {accessModes: [ReadWriteMany]}} | ReadWriteMany | true",
        "replicas: 2; storage: {filesystem: {accessModes: [ReadWriteMany]}} | ReadWriteOnce | false",
        "replicas: 1; storage: {filesystem: {accessModes: [ReadWriteMany]}} | ReadWriteOnce | false",
        "replicas: 2; storage: {filesystem: {existingClaim: r}}             | ReadWriteMany | true",
        "replicas: 2; storage: {filesystem: {existingClaim: r}}             | ReadWriteOnce | false",
        "replicas: 1; storage: {filesystem: {existingClaim: r}}             | ReadWriteOnce | true",
        "replicas: 1                                                        | ReadWriteOnce | true",
        "replicas: 1                                                        | ReadWriteMany | true",
      })
  void shouldLookAtWhatTheClaimReallyAllows(String spec, String mode, boolean applied) {
    Stage stage = Stage.of(spec.replace("; ", "\n"));
    stage.put(
        new PersistentVolumeClaimBuilder()
            .withMetadata(Ownership.metadata(stage.resource, "r"))
            .withNewSpec()
            .withAccessModes(mode)
            .endSpec()
            .build());
    stage.declared.add(deployment(stage));

    Plan plan = stage.settle();

    boolean writes = plan.writes().stream().anyMatch(it -> it.object() instanceof Deployment);
    assertEquals(applied, writes);
    Condition stalled = stage.condition("Stalled");
    assertEquals(applied ? "False" : "True", stalled.getStatus());
    if (!applied) {
      assertTrue(
          stalled.getMessage().contains("PersistentVolumeClaim r has the access modes ["),
          stalled.getMessage());
      assertTrue(stalled.getMessage().contains("spec.replicas"), stalled.getMessage());
    }
  }

  @Test
  void shouldDeleteTheDisruptionBudgetWhenOnePodIsLeft() {
    Stage stage = Stage.of("replicas: 1");
    stage.put(
        new PodDisruptionBudgetBuilder()
            .withMetadata(Ownership.metadata(stage.resource, "r"))
            .build());
    stage.put(
        new PodDisruptionBudgetBuilder()
            .withMetadata(new ObjectMetaBuilder().withName("theirs").build())
            .build());

    List<String> deleted =
        stage.decide().writes().stream()
            .filter(Write.Delete.class::isInstance)
            .map(Write::target)
            .toList();

    assertEquals(List.of("PodDisruptionBudget/r"), deleted);
  }

  @Test
  void shouldTellHowManyPodsThereAreAndHowToFindThem() {
    Stage stage = Stage.of("replicas: 1");
    Plan plan = stage.settle();

    assertEquals(1, plan.status().replicas());
    assertEquals(1, plan.status().readyReplicas());
    assertEquals(
        "app.kubernetes.io/instance=r,app.kubernetes.io/name=private-registry",
        plan.status().selector());
  }

  private static Deployment deployment(Stage stage) {
    return new DeploymentBuilder().withMetadata(Ownership.metadata(stage.resource, "r")).build();
  }
}
