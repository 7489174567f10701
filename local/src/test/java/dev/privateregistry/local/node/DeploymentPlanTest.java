package dev.privateregistry.local.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeploymentPlanTest {
  @Test
  void shouldMakeMissingPods() {
    assertEquals(new DeploymentPlan(List.of(), 2), plan(deployment("Recreate", 2, "v1")));
  }

  @Test
  void shouldLeaveACompleteDeploymentAlone() {
    Deployment deployment = deployment("Recreate", 1, "v1");
    assertEquals(new DeploymentPlan(List.of(), 0), plan(deployment, pod(deployment, "a", true)));
  }

  @Test
  void shouldStopOldPodsBeforeMakingNewOnesWhenRecreating() {
    Deployment old = deployment("Recreate", 1, "v1");
    Deployment now = deployment("Recreate", 1, "v2");
    Pod running = pod(old, "a", true);
    assertEquals(new DeploymentPlan(List.of(running), 0), plan(now, running));
    assertEquals(new DeploymentPlan(List.of(), 0), plan(now, terminating(running)));
    assertEquals(new DeploymentPlan(List.of(), 1), plan(now));
  }

  @Test
  void shouldWaitForATerminatingPodOfTheSameTemplateWhenRecreating() {
    Deployment deployment = deployment("Recreate", 1, "v1");
    Pod leaving = terminating(pod(deployment, "a", true));
    assertEquals(new DeploymentPlan(List.of(), 0), plan(deployment, leaving));
  }

  @Test
  void shouldKeepServingWhileRolling() {
    Deployment old = deployment("RollingUpdate", 2, "v1");
    Deployment now = deployment("RollingUpdate", 2, "v2");
    Pod a = pod(old, "a", true);
    Pod b = pod(old, "b", true);
    assertEquals(new DeploymentPlan(List.of(), 1), plan(now, a, b));
    assertEquals(new DeploymentPlan(List.of(), 0), plan(now, a, b, pod(now, "c", false)));
    assertEquals(new DeploymentPlan(List.of(a), 1), plan(now, a, b, pod(now, "c", true)));
    assertEquals(
        new DeploymentPlan(List.of(b), 0), plan(now, b, pod(now, "c", true), pod(now, "d", true)));
  }

  @Test
  void shouldScaleDownPodsThatAreNotReadyFirst() {
    Deployment deployment = deployment("RollingUpdate", 1, "v1");
    Pod unready = pod(deployment, "b", false);
    assertEquals(
        new DeploymentPlan(List.of(unready), 0),
        plan(deployment, pod(deployment, "a", true), unready));
  }

  @Test
  void shouldHashTheTemplateAlone() {
    assertEquals(
        DeploymentPlan.templateHash(deployment("Recreate", 1, "v1")),
        DeploymentPlan.templateHash(deployment("Recreate", 3, "v1")));
    assertNotEquals(
        DeploymentPlan.templateHash(deployment("Recreate", 1, "v1")),
        DeploymentPlan.templateHash(deployment("Recreate", 1, "v2")));
  }

  @Test
  void shouldMakePodsThatBelongToTheDeployment() {
    Deployment deployment = deployment("Recreate", 1, "v1");
    Pod pod = DeploymentPlan.newPod(deployment);
    assertTrue(Pods.isOwnedBy(pod, deployment));
    assertEquals("registry", Pods.labels(pod).get("app"));
    assertEquals("local", pod.getSpec().getNodeName());
  }

  private static DeploymentPlan plan(Deployment deployment, Pod... pods) {
    return DeploymentPlan.of(deployment, List.of(pods));
  }

  private static Deployment deployment(String strategy, int replicas, String image) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withNamespace("default")
        .withName("registry")
        .withUid("u1")
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withNewStrategy()
        .withType(strategy)
        .endStrategy()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", "registry")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("registry")
        .withImage(image)
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private static Pod pod(Deployment deployment, String name, boolean ready) {
    return new PodBuilder(DeploymentPlan.newPod(deployment))
        .editMetadata()
        .withName(name)
        .endMetadata()
        .withNewStatus()
        .addNewCondition()
        .withType("Ready")
        .withStatus(ready ? "True" : "False")
        .endCondition()
        .endStatus()
        .build();
  }

  private static Pod terminating(Pod pod) {
    return new PodBuilder(pod)
        .editMetadata()
        .withDeletionTimestamp("2026-01-01T00:00:00Z")
        .endMetadata()
        .build();
  }
}
