package dev.privateregistry.local.kube.write;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.api.ResourceKind;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.json.Meta;
import dev.privateregistry.local.kube.store.ObjectStore;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Gives Services their cluster addresses and node ports. */
final class ServiceAddresses {
  private static final int FIRST_NODE_PORT = 30_000;
  private static final int LAST_NODE_PORT = 32_767;
  private static final List<String> KEPT = List.of("clusterIP", "clusterIPs");

  private final ObjectStore store;

  ServiceAddresses(ObjectStore store) {
    this.store = store;
  }

  /** Fills in what the Service does not say; other kinds stay as they are. */
  void assign(ResourceKind kind, ObjectNode service) {
    if (kind.custom() || !kind.kind().equals("Service")) {
      return;
    }
    ObjectNode spec = Json.child(service, "spec");
    String type = Json.text(spec, "type");
    if (type.equals("ExternalName")) {
      return;
    }
    if (Json.text(spec, "clusterIP").isEmpty()) {
      spec.put("clusterIP", freeAddress());
    }
    Json.setDefault(spec, "clusterIPs", Json.array().add(Json.text(spec, "clusterIP")));
    if (!type.equals("ClusterIP")) {
      assignNodePorts(service, spec);
    }
  }

  private void assignNodePorts(ObjectNode service, ObjectNode spec) {
    Set<Integer> used =
        services().stream()
            .filter(s -> !new Meta(s).uid().equals(new Meta(service).uid()))
            .flatMap(s -> Json.at(s, "spec", "ports").valueStream())
            .map(p -> p.path("nodePort").asInt(0))
            .collect(Collectors.toSet());
    for (var port : spec.path("ports")) {
      if (port instanceof ObjectNode object && object.path("nodePort").asInt(0) == 0) {
        int free = FIRST_NODE_PORT;
        while (used.contains(free) && free < LAST_NODE_PORT) {
          free++;
        }
        used.add(free);
        object.put("nodePort", free);
      }
    }
  }

  private String freeAddress() {
    Set<String> used =
        services().stream().map(s -> Json.text(s, "spec", "clusterIP")).collect(Collectors.toSet());
    int number = 2;
    while (used.contains(address(number))) {
      number++;
    }
    return address(number);
  }

  private static String address(int number) {
    return "10.96.%d.%d".formatted(number / 256, number % 256);
  }

  private List<ObjectNode> services() {
    return store.list("services", "").objects();
  }

  /** A writer that leaves the address out means the one the Service has. */
  static void keep(ObjectNode old, ObjectNode object) {
    ObjectNode spec = Json.child(object, "spec");
    if (Json.text(spec, "type").equals("ExternalName")) {
      return;
    }
    for (String field : KEPT) {
      if (old.path("spec").hasNonNull(field)) {
        Json.setDefault(spec, field, old.path("spec").path(field).deepCopy());
      }
    }
  }
}
