package dev.privateregistry.operator.desired;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;

/** The Service in front of the registry pods. The debug port is not part of it. */
public final class RegistryService {
  private RegistryService() {}

  /**
   * @param type a Service type: ClusterIP, NodePort or LoadBalancer
   * @param port the port that clients use
   */
  public static Service of(Owner owner, String type, int port) {
    return new ServiceBuilder()
        .withMetadata(owner.owned(owner.names().registry()))
        .withNewSpec()
        .withType(type)
        .withSelector(owner.selector())
        .withSessionAffinity("None")
        .withInternalTrafficPolicy("Cluster")
        .addNewPort()
        .withName(Ports.REGISTRY_NAME)
        .withProtocol("TCP")
        .withPort(port)
        .withTargetPort(new IntOrString(Ports.REGISTRY_NAME))
        .endPort()
        .endSpec()
        .build();
  }
}
