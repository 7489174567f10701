package dev.privateregistry.operator.desired;

import dev.privateregistry.operator.api.surroundings.OptionalKind;
import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.api.v1alpha1.MonitoringSpec;
import dev.privateregistry.operator.api.v1alpha1.Ownership;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the Prometheus operator needs to watch a registry. */
final class RegistryMonitoring {
  private static final String PORT = "metrics";

  private RegistryMonitoring() {}

  static List<HasMetadata> of(PrivateRegistry resource) {
    MonitoringSpec monitoring = resource.getSpec().monitoring();
    List<HasMetadata> objects = new ArrayList<>();
    if (monitoring.serviceMonitor()) {
      objects.add(service(resource));
      objects.add(OptionalKind.SERVICE_MONITOR.object(metadata(resource), monitor(resource)));
    }
    if (monitoring.alerts()) {
      String service = ChildNames.of(resource).metrics();
      objects.add(
          OptionalKind.PROMETHEUS_RULE.object(
              metadata(resource),
              new AlertRules(resource.getMetadata().getNamespace(), service).spec()));
    }
    return objects;
  }

  /** Headless: it names the pods, each of which is read by itself, ready or not. */
  private static Service service(PrivateRegistry resource) {
    return new ServiceBuilder()
        .withMetadata(Ownership.metadata(resource, ChildNames.of(resource).metrics()))
        .withNewSpec()
        .withType("ClusterIP")
        .withClusterIP("None")
        .withPublishNotReadyAddresses(true)
        .withSelector(PodSelector.of(resource))
        .withSessionAffinity("None")
        .withInternalTrafficPolicy("Cluster")
        .addNewPort()
        .withName(PORT)
        .withProtocol("TCP")
        .withPort(Ports.DEBUG)
        .withTargetPort(new IntOrString(Ports.DEBUG_NAME))
        .endPort()
        .endSpec()
        .build();
  }

  private static Map<String, Object> monitor(PrivateRegistry resource) {
    return Map.of(
        "selector",
        Map.of("matchLabels", PodSelector.of(resource)),
        "endpoints",
        List.of(Map.of("port", PORT, "path", "/metrics", "interval", "30s")));
  }

  private static ObjectMeta metadata(PrivateRegistry resource) {
    ObjectMeta metadata = Ownership.metadata(resource, ChildNames.of(resource).registry());
    Map<String, String> labels = new TreeMap<>(resource.getSpec().monitoring().labels());
    labels.putAll(metadata.getLabels());
    metadata.setLabels(labels);
    return metadata;
  }
}
