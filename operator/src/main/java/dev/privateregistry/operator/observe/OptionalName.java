package dev.privateregistry.operator.observe;

import dev.privateregistry.operator.api.surroundings.OptionalKind;
import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import java.util.ArrayList;
import java.util.List;

/**
 * The name that an object of an optional kind has or would have. Somebody else's object may stand
 * there, which no mark tells of.
 */
record OptionalName(OptionalKind kind, String name) {

  /** The names that the spec of a resource may ask for. */
  static List<OptionalName> of(PrivateRegistry resource) {
    List<OptionalName> names = new ArrayList<>();
    String registry = ChildNames.of(resource).registry();
    if (resource.getSpec().exposure().ingress() != null) {
      names.add(new OptionalName(OptionalKind.TRAEFIK_MIDDLEWARE, registry));
      names.add(new OptionalName(OptionalKind.TRAEFIK_SERVERS_TRANSPORT, registry));
      names.add(new OptionalName(OptionalKind.NGINX_POLICY, registry));
      names.add(new OptionalName(OptionalKind.CONTOUR_HTTP_PROXY, registry));
    }
    if (resource.getSpec().tls().certManager() != null) {
      names.add(new OptionalName(OptionalKind.CERTIFICATE, registry));
    }
    if (resource.getSpec().monitoring().serviceMonitor()) {
      names.add(new OptionalName(OptionalKind.SERVICE_MONITOR, registry));
    }
    if (resource.getSpec().monitoring().alerts()) {
      names.add(new OptionalName(OptionalKind.PROMETHEUS_RULE, registry));
    }
    if (resource.getSpec().exposure().gateway() != null) {
      names.add(new OptionalName(OptionalKind.HTTP_ROUTE, registry));
      names.add(new OptionalName(OptionalKind.HTTP_ROUTE, ChildNames.of(resource).plain()));
      names.add(new OptionalName(OptionalKind.BACKEND_TLS_POLICY, registry));
    }
    return names;
  }
}
