package dev.privateregistry.operator.desired;

import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;

/** The identity of the registry pods. It may do nothing, and its token is not mounted. */
public final class RegistryServiceAccount {
  private RegistryServiceAccount() {}

  public static ServiceAccount of(Owner owner) {
    return new ServiceAccountBuilder()
        .withMetadata(owner.owned(owner.names().registry()))
        .withAutomountServiceAccountToken(false)
        .build();
  }
}
