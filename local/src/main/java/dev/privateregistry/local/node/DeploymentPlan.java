package dev.privateregistry.local.node;

import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * What to do for one Deployment: a pure function of the Deployment and the pods it owns.
 *
 * <p>{@code Recreate}: every pod of an older template is gone, its process too, before a new one is
 * made. {@code RollingUpdate}: one new pod at a time is made beside the old ones, and an old one
 * goes when a new one is ready (maxSurge 1, maxUnavailable 0, whatever the Deployment says).
 *
 * @param delete pods to delete now
 * @param create how many pods of the present template to make now
 */
record DeploymentPlan(List<Pod> delete, int create) {
  static final String TEMPLATE_HASH = "pod-template-hash";

  /** Says of a pod that its ConfigMaps hold the paths of this node. */
  private static final String TRANSLATED = "privateregistry.dev/translated-paths";

  static DeploymentPlan of(Deployment deployment, List<Pod> owned) {
    int replicas = replicas(deployment);
    String hash = templateHash(deployment);
    List<Pod> current = owned.stream().filter(pod -> hash.equals(hashOf(pod))).toList();
    List<Pod> old = owned.stream().filter(pod -> !hash.equals(hashOf(pod))).toList();
    List<Pod> live = alive(current);
    if (live.size() > replicas) {
      return new DeploymentPlan(
          live.stream()
              .sorted(Comparator.comparing(Pods::isReady))
              .limit(live.size() - replicas)
              .toList(),
          0);
    }
    if (isRecreate(deployment)) {
      boolean roomy = old.isEmpty() && live.size() == current.size();
      return new DeploymentPlan(alive(old), roomy ? replicas - live.size() : 0);
    }
    return rolling(replicas, live, alive(old));
  }

  private static DeploymentPlan rolling(int replicas, List<Pod> live, List<Pod> old) {
    long ready = live.stream().filter(Pods::isReady).count();
    int wanted = old.isEmpty() ? replicas : Math.min(replicas, Math.toIntExact(ready) + 1);
    List<Pod> surplus =
        old.stream()
            .sorted(Comparator.comparing(Pods::isReady))
            .limit(Math.max(0, old.size() + ready - replicas))
            .toList();
    return new DeploymentPlan(surplus, Math.max(0, wanted - live.size()));
  }

  static int replicas(Deployment deployment) {
    Integer replicas = deployment.getSpec().getReplicas();
    return replicas == null ? 1 : replicas;
  }

  /** Changes with the pod template and with nothing else. */
  static String templateHash(Deployment deployment) {
    CRC32 crc = new CRC32();
    crc.update(
        Serialization.asJson(deployment.getSpec().getTemplate()).getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(crc.getValue());
  }

  /** A pod of the Deployment's template, owned by it and bound to this node. */
  static Pod newPod(Deployment deployment) {
    var template = deployment.getSpec().getTemplate();
    var meta = template.getMetadata();
    String hash = templateHash(deployment);
    Map<String, String> labels = new HashMap<>();
    Map<String, String> annotations = new HashMap<>();
    if (meta != null) {
      labels.putAll(meta.getLabels());
      annotations.putAll(meta.getAnnotations());
    }
    labels.put(TEMPLATE_HASH, hash);
    annotations.put(TRANSLATED, "true");
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(deployment.getMetadata().getNamespace())
        .withGenerateName(deployment.getMetadata().getName() + "-" + hash + "-")
        .withLabels(labels)
        .withAnnotations(annotations)
        .withFinalizers(Pods.FINALIZER)
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion("apps/v1")
                .withKind("Deployment")
                .withName(deployment.getMetadata().getName())
                .withUid(deployment.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build())
        .endMetadata()
        .withNewSpecLike(template.getSpec())
        .withNodeName(NodeAgent.NODE_NAME)
        .endSpec()
        .build();
  }

  private static boolean isRecreate(Deployment deployment) {
    var strategy = deployment.getSpec().getStrategy();
    return strategy != null && "Recreate".equals(strategy.getType());
  }

  private static List<Pod> alive(List<Pod> pods) {
    List<Pod> alive = new ArrayList<>(pods);
    alive.removeIf(Pods::isTerminating);
    return alive;
  }

  private static String hashOf(Pod pod) {
    return Pods.labels(pod).getOrDefault(TEMPLATE_HASH, "");
  }
}
