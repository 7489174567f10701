package dev.privateregistry.operator.desired;

import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.api.v1alpha1.Ownership;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;

/**
 * Nodes are drained of one pod of a registry at a time. There is none for a single pod: it could
 * only forbid the drain.
 */
final class RegistryDisruptionBudget {
  private RegistryDisruptionBudget() {}

  static PodDisruptionBudget of(PrivateRegistry resource) {
    return new PodDisruptionBudgetBuilder()
        .withMetadata(Ownership.metadata(resource, ChildNames.of(resource).registry()))
        .withNewSpec()
        .withMaxUnavailable(new IntOrString(1))
        .withUnhealthyPodEvictionPolicy("AlwaysAllow")
        .withNewSelector()
        .withMatchLabels(PodSelector.of(resource))
        .endSelector()
        .endSpec()
        .build();
  }
}
