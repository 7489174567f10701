package dev.privateregistry.operator.desired;

import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import java.util.List;

/** How the pods of a registry are spread. */
final class PodSpread {
  private PodSpread() {}

  /**
   * As the user says; otherwise over the nodes, where there may be several pods. A constraint
   * without a selector would count no pod: it gets the one of the registry.
   *
   * @param several whether there may be several pods
   */
  static List<TopologySpreadConstraint> of(PrivateRegistry resource, boolean several) {
    List<TopologySpreadConstraint> given = resource.getSpec().pod().topologySpreadConstraints();
    if (given.isEmpty()) {
      return several ? List.of(overNodes(resource)) : List.of();
    }
    return given.stream().map(constraint -> selecting(resource, constraint)).toList();
  }

  private static TopologySpreadConstraint overNodes(PrivateRegistry resource) {
    return selecting(
        resource,
        new TopologySpreadConstraintBuilder()
            .withMaxSkew(1)
            .withTopologyKey("kubernetes.io/hostname")
            .withWhenUnsatisfiable("ScheduleAnyway")
            .build());
  }

  private static TopologySpreadConstraint selecting(
      PrivateRegistry resource, TopologySpreadConstraint constraint) {
    return constraint.getLabelSelector() != null
        ? constraint
        : constraint.toBuilder()
            .withNewLabelSelector()
            .withMatchLabels(PodSelector.of(resource))
            .endLabelSelector()
            .build();
  }
}
