package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.api.v1alpha1.Ownership;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;

/**
 * Objects of ours that were asked for once and are no more. They are deleted, unless a concern is
 * stalled: it may not have said all that it wants.
 */
final class Leftovers {
  private Leftovers() {}

  static List<Write> of(Snapshot snapshot, List<Concern> concerns) {
    if (concerns.stream().anyMatch(concern -> !concern.stalled().isEmpty())) {
      return List.of();
    }
    return snapshot
        .objects()
        .all()
        .filter(Leftovers::isOptional)
        .filter(object -> Ownership.owns(snapshot.resource(), object))
        .filter(object -> concerns.stream().noneMatch(concern -> concern.wants(object)))
        .<Write>map(Write.Delete::new)
        .toList();
  }

  /** Whether an object holds no state and is there only while the spec asks for it. */
  private static boolean isOptional(HasMetadata object) {
    return object instanceof Service
        || object instanceof Ingress
        || object instanceof NetworkPolicy
        || object instanceof PodDisruptionBudget
        || object instanceof GenericKubernetesResource;
  }
}
