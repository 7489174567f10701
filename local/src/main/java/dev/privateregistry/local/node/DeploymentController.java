package dev.privateregistry.local.node;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes and deletes pods as Deployments ask and reports their status. There is no ReplicaSet
 * between: the pods belong to the Deployment itself and carry the hash of its template.
 */
final class DeploymentController implements AutoCloseable {
  private static final Duration CACHE_LAG = Duration.ofMillis(100);

  private final KubernetesClient client;
  private final ClusterView cluster;
  private final EventRecorder events;
  private final WorkQueue queue = new WorkQueue("deployment", this::reconcile);

  /** Pods made that the cache does not show yet, by Deployment: not to be made twice. */
  private final Map<String, Set<String>> expected = new ConcurrentHashMap<>();

  DeploymentController(KubernetesClient client, ClusterView cluster, EventRecorder events) {
    this.client = client;
    this.cluster = cluster;
    this.events = events;
    cluster.onDeployment(deployment -> queue.mark(ClusterView.key(deployment)));
    cluster.onPod(this::podChanged);
  }

  @Override
  public void close() {
    queue.close();
  }

  private void podChanged(Pod pod) {
    for (OwnerReference owner : pod.getMetadata().getOwnerReferences()) {
      if (owner.getKind().equals("Deployment")) {
        queue.mark(ClusterView.key(pod.getMetadata().getNamespace(), owner.getName()));
      }
    }
  }

  private void reconcile(String key) {
    Deployment deployment = cluster.deployment(key).orElse(null);
    if (deployment == null || deployment.getMetadata().getDeletionTimestamp() != null) {
      expected.remove(key);
      return;
    }
    List<Pod> owned =
        cluster.pods(deployment.getMetadata().getNamespace()).stream()
            .filter(pod -> Pods.isOwnedBy(pod, deployment))
            .toList();
    if (caughtUp(key, owned)) {
      perform(key, deployment, DeploymentPlan.of(deployment, owned));
    } else {
      queue.markAfter(key, CACHE_LAG);
    }
    writeStatus(deployment, owned);
  }

  private boolean caughtUp(String key, List<Pod> owned) {
    Set<String> awaited = expected.get(key);
    if (awaited == null) {
      return true;
    }
    owned.forEach(pod -> awaited.remove(pod.getMetadata().getName()));
    awaited.removeIf(
        name -> {
          String namespace = key.substring(0, key.indexOf('/'));
          return client.pods().inNamespace(namespace).withName(name).get() == null;
        });
    return awaited.isEmpty();
  }

  private void perform(String key, Deployment deployment, DeploymentPlan plan) {
    for (Pod pod : plan.delete()) {
      client.resource(pod).delete();
      events.record(
          deployment, "Normal", "SuccessfulDelete", "Deleted pod: " + pod.getMetadata().getName());
    }
    for (int i = 0; i < plan.create(); i++) {
      Pod made = client.resource(DeploymentPlan.newPod(deployment)).create();
      expected
          .computeIfAbsent(key, absent -> ConcurrentHashMap.newKeySet())
          .add(made.getMetadata().getName());
      events.record(
          deployment, "Normal", "SuccessfulCreate", "Created pod: " + made.getMetadata().getName());
    }
  }

  private void writeStatus(Deployment deployment, List<Pod> owned) {
    DeploymentStatus status = status(deployment, owned);
    if (!status.equals(deployment.getStatus())) {
      client
          .resource(
              new DeploymentBuilder()
                  .withNewMetadata()
                  .withNamespace(deployment.getMetadata().getNamespace())
                  .withName(deployment.getMetadata().getName())
                  .endMetadata()
                  .withSpec(deployment.getSpec())
                  .withStatus(status)
                  .build())
          .updateStatus();
    }
  }

  static DeploymentStatus status(Deployment deployment, List<Pod> owned) {
    List<Pod> live = owned.stream().filter(pod -> !Pods.isTerminating(pod)).toList();
    String hash = DeploymentPlan.templateHash(deployment);
    int replicas = DeploymentPlan.replicas(deployment);
    List<Pod> updated =
        live.stream()
            .filter(pod -> hash.equals(Pods.labels(pod).get(DeploymentPlan.TEMPLATE_HASH)))
            .toList();
    int ready = Math.toIntExact(live.stream().filter(Pods::isReady).count());
    boolean complete = updated.size() == replicas && live.size() == replicas && ready == replicas;
    return new DeploymentStatusBuilder()
        .withObservedGeneration(deployment.getMetadata().getGeneration())
        .withReplicas(live.size())
        .withUpdatedReplicas(updated.size())
        .withReadyReplicas(ready)
        .withAvailableReplicas(ready)
        .withUnavailableReplicas(Math.max(0, replicas - ready))
        .withConditions(
            condition(
                deployment,
                "Available",
                ready >= replicas ? "True" : "False",
                ready >= replicas ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable"),
            condition(
                deployment,
                "Progressing",
                "True",
                complete ? "NewReplicaSetAvailable" : "ReplicaSetUpdated"))
        .build();
  }

  private static DeploymentCondition condition(
      Deployment deployment, String type, String status, String reason) {
    List<DeploymentCondition> before =
        deployment.getStatus() == null ? List.of() : deployment.getStatus().getConditions();
    for (DeploymentCondition known : before) {
      if (known.getType().equals(type)
          && known.getStatus().equals(status)
          && reason.equals(known.getReason())) {
        return known;
      }
    }
    String now = PodStatuses.time(Instant.now());
    return new DeploymentConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(reason)
        .withLastUpdateTime(now)
        .withLastTransitionTime(now)
        .build();
  }
}
