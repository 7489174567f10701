package dev.privateregistry.local.node;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which pods stand behind a Service: a pure function of the Service and the pods of its namespace.
 */
record ServiceEndpoints(Service service, List<Pod> pods) {

  static ServiceEndpoints of(Service service, List<Pod> inNamespace) {
    Map<String, String> selector = service.getSpec().getSelector();
    List<Pod> selected =
        selector == null || selector.isEmpty()
            ? List.of()
            : inNamespace.stream()
                .filter(pod -> Pods.labels(pod).entrySet().containsAll(selector.entrySet()))
                .filter(pod -> pod.getStatus() != null && pod.getStatus().getPodIP() != null)
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .toList();
    return new ServiceEndpoints(service, selected);
  }

  /** Where connections to a port of the Service may go now. */
  List<InetSocketAddress> ready(ServicePort port) {
    return pods.stream()
        .filter(pod -> Pods.isReady(pod) && !Pods.isTerminating(pod))
        .flatMap(
            pod ->
                targetPort(port, pod)
                    .map(target -> new InetSocketAddress(pod.getStatus().getPodIP(), target))
                    .stream())
        .toList();
  }

  EndpointSlice slice() {
    var meta = service.getMetadata();
    return new EndpointSliceBuilder()
        .withNewMetadata()
        .withNamespace(meta.getNamespace())
        .withName(meta.getName() + "-" + NodeAgent.NODE_NAME)
        .withLabels(
            Map.of(
                "kubernetes.io/service-name",
                meta.getName(),
                "endpointslice.kubernetes.io/managed-by",
                NodeAgent.FIELD_MANAGER))
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion("v1")
                .withKind("Service")
                .withName(meta.getName())
                .withUid(meta.getUid())
                .withController(true)
                .build())
        .endMetadata()
        .withAddressType("IPv4")
        .withEndpoints(pods.stream().map(ServiceEndpoints::endpoint).toList())
        .withPorts(service.getSpec().getPorts().stream().map(this::port).toList())
        .build();
  }

  private static Endpoint endpoint(Pod pod) {
    boolean ready = Pods.isReady(pod);
    boolean terminating = Pods.isTerminating(pod);
    return new EndpointBuilder()
        .withAddresses(pod.getStatus().getPodIP())
        .withNewConditions()
        .withReady(ready && !terminating)
        .withServing(ready)
        .withTerminating(terminating)
        .endConditions()
        .withNodeName(NodeAgent.NODE_NAME)
        .withNewTargetRef()
        .withKind("Pod")
        .withNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName())
        .withUid(pod.getMetadata().getUid())
        .endTargetRef()
        .build();
  }

  private EndpointPort port(ServicePort port) {
    int target =
        pods.stream()
            .flatMap(pod -> targetPort(port, pod).stream())
            .findFirst()
            .orElse(port.getPort());
    return new EndpointPortBuilder()
        .withName(port.getName() == null ? "" : port.getName())
        .withPort(target)
        .withProtocol("TCP")
        .build();
  }

  private static Optional<Integer> targetPort(ServicePort port, Pod pod) {
    IntOrString target = port.getTargetPort();
    if (target == null) {
      return Optional.of(port.getPort());
    }
    if (target.getIntVal() != null) {
      return Optional.of(target.getIntVal() == 0 ? port.getPort() : target.getIntVal());
    }
    return pod.getSpec().getContainers().stream()
        .flatMap(container -> container.getPorts().stream())
        .filter(named -> target.getStrVal().equals(named.getName()))
        .map(ContainerPort::getContainerPort)
        .findFirst();
  }
}
