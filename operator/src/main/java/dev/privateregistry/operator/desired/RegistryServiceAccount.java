package dev.privateregistry.operator.desired;

import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.api.v1alpha1.Ownership;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;

/** The identity of the registry pods. It may do nothing, and its token is not mounted. */
public final class RegistryServiceAccount {
  private RegistryServiceAccount() {}

  public static ServiceAccount of(PrivateRegistry resource) {
    return new ServiceAccountBuilder()
        .withMetadata(Ownership.metadata(resource, ChildNames.of(resource).registry()))
        .withAutomountServiceAccountToken(false)
        .build();
  }
}
