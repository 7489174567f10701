package dev.privateregistry.operator.desired;

import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.api.v1alpha1.Ownership;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
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
  public static Service of(PrivateRegistry resource, String type, int port) {
    return new ServiceBuilder()
        .withMetadata(Ownership.metadata(resource, ChildNames.of(resource).registry()))
        .withNewSpec()
        .withType(type)
        .withSelector(PodSelector.of(resource))
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
