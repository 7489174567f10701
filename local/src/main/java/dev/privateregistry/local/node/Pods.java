package dev.privateregistry.local.node;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Instant;
import java.util.Map;

/** Questions about one pod. */
final class Pods {
  /** Keeps a deleted pod visible until its process has ended. */
  static final String FINALIZER = "local.privateregistry.dev/process";

  private Pods() {}

  static boolean isReady(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    condition.getType().equals("Ready") && condition.getStatus().equals("True"));
  }

  /** The pod as it is while none of its containers runs. */
  static Pod unready(Pod pod) {
    Pod unready = new PodBuilder(pod).editMetadata().withManagedFields().endMetadata().build();
    for (PodCondition condition : unready.getStatus().getConditions()) {
      if (condition.getType().endsWith("Ready")) {
        condition.setStatus("False");
        condition.setLastTransitionTime(PodStatuses.time(Instant.now()));
      }
    }
    unready.getStatus().getContainerStatuses().forEach(status -> status.setReady(false));
    return unready;
  }

  static boolean isTerminating(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  static Map<String, String> labels(Pod pod) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    return labels == null ? Map.of() : labels;
  }

  static boolean isOwnedBy(Pod pod, HasMetadata owner) {
    return pod.getMetadata().getOwnerReferences().stream()
        .anyMatch(reference -> owner.getMetadata().getUid().equals(reference.getUid()));
  }
}
