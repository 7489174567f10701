package dev.privateregistry.local.node;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a port of this machine for each Service that selects pods, and keeps its EndpointSlice. Of
 * a Service with several ports the first one is opened.
 */
final class ServiceController implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceController.class);

  private final KubernetesClient client;
  private final ClusterView cluster;
  private final EventRecorder events;
  private final LocalPorts ports;
  private final Map<String, Opened> opened = new ConcurrentHashMap<>();
  private final Map<String, EndpointSlice> written = new ConcurrentHashMap<>();
  private final WorkQueue queue = new WorkQueue("service", this::reconcile);

  /** A Service's port as it was when its forwarder was opened, here or on the next free port. */
  private record Opened(int servicePort, Forwarder forwarder) {}

  ServiceController(
      KubernetesClient client, ClusterView cluster, EventRecorder events, LocalPorts ports) {
    this.client = client;
    this.cluster = cluster;
    this.events = events;
    this.ports = ports;
    cluster.onService(service -> queue.mark(ClusterView.key(service)));
    cluster.onPod(this::podChanged);
  }

  /** The port of this machine behind which a Service is, once it has one. */
  OptionalInt localPort(String namespace, String service) throws IOException {
    Opened present = opened.get(ClusterView.key(namespace, service));
    return present == null ? OptionalInt.empty() : OptionalInt.of(present.forwarder().port());
  }

  /** Whether a ready pod stands behind a Service. */
  boolean serves(String namespace, String service) {
    return !targets(ClusterView.key(namespace, service)).isEmpty();
  }

  @Override
  public void close() {
    queue.close();
    opened.keySet().forEach(this::shut);
  }

  private void podChanged(Pod pod) {
    cluster
        .services(pod.getMetadata().getNamespace())
        .forEach(service -> queue.mark(ClusterView.key(service)));
  }

  private void reconcile(String key) throws IOException {
    Service service = cluster.service(key).orElse(null);
    if (service == null || !selectsPods(service)) {
      written.remove(key);
      shut(key);
      return;
    }
    int port = service.getSpec().getPorts().getFirst().getPort();
    Opened present = opened.get(key);
    if (present == null || present.servicePort() != port) {
      shut(key);
      open(key, service, port);
    }
    EndpointSlice slice =
        ServiceEndpoints.of(service, cluster.pods(service.getMetadata().getNamespace())).slice();
    if (!slice.equals(written.get(key))) {
      client
          .resource(slice)
          .fieldManager(NodeAgent.FIELD_MANAGER)
          .forceConflicts()
          .serverSideApply();
      written.put(key, slice);
    }
  }

  private static boolean selectsPods(Service service) {
    var spec = service.getSpec();
    return spec.getSelector() != null
        && !spec.getSelector().isEmpty()
        && spec.getPorts() != null
        && !spec.getPorts().isEmpty()
        && service.getMetadata().getDeletionTimestamp() == null;
  }

  private void open(String key, Service service, int port) throws IOException {
    Forwarder forwarder = new Forwarder(ports.open(port), () -> targets(key));
    opened.put(key, new Opened(port, forwarder));
    events.record(service, "Normal", "Listening", "Reachable at 127.0.0.1:" + forwarder.port());
  }

  private List<InetSocketAddress> targets(String key) {
    return cluster
        .service(key)
        .map(
            service -> {
              ServicePort port = service.getSpec().getPorts().getFirst();
              return ServiceEndpoints.of(
                      service, cluster.pods(service.getMetadata().getNamespace()))
                  .ready(port);
            })
        .orElse(List.of());
  }

  private void shut(String key) {
    Opened present = opened.remove(key);
    if (present != null) {
      try {
        present.forwarder().close();
      } catch (IOException e) {
        LOG.warn("the port of service {} is not released: {}", key, e.toString());
      }
    }
  }
}
