package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/**
 * The objects that follow from a resource alone: ServiceAccount, PersistentVolumeClaim, ConfigMap,
 * Deployment, Service, Ingress, in the order in which they are to be written. Pure. Secrets and the
 * trust ConfigMap are not among them: they hold state.
 */
@FunctionalInterface
public interface WorkloadObjects {

  /** The objects of a resource whose spec is valid. */
  List<HasMetadata> of(PrivateRegistry resource);
}
