package dev.privateregistry.operator.desired;

import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.api.v1alpha1.Ownership;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Who connects to the pods: everybody to the registry, the operator and a few to its metrics and
 * status. A node's probes need no rule. What the pods connect to is not limited.
 */
final class RegistryNetworkPolicy {
  private static final Map<String, String> OPERATOR =
      Map.of("app.kubernetes.io/name", "private-registry-operator");

  private RegistryNetworkPolicy() {}

  static NetworkPolicy of(PrivateRegistry resource, List<NetworkPolicyPeer> metricsFrom) {
    List<NetworkPolicyPeer> insiders = new ArrayList<>();
    insiders.add(operator());
    insiders.addAll(metricsFrom);
    return new NetworkPolicyBuilder()
        .withMetadata(Ownership.metadata(resource, ChildNames.of(resource).registry()))
        .withNewSpec()
        .withNewPodSelector()
        .withMatchLabels(PodSelector.of(resource))
        .endPodSelector()
        .withPolicyTypes("Ingress")
        .addNewIngress()
        .withPorts(port(Ports.REGISTRY_NAME))
        .endIngress()
        .addNewIngress()
        .withPorts(port(Ports.DEBUG_NAME))
        .withFrom(insiders)
        .endIngress()
        .endSpec()
        .build();
  }

  private static NetworkPolicyPeer operator() {
    return new NetworkPolicyPeerBuilder()
        .withNewNamespaceSelector()
        .endNamespaceSelector()
        .withNewPodSelector()
        .withMatchLabels(OPERATOR)
        .endPodSelector()
        .build();
  }

  private static NetworkPolicyPort port(String name) {
    return new NetworkPolicyPortBuilder()
        .withProtocol("TCP")
        .withPort(new IntOrString(name))
        .build();
  }
}
