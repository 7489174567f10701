package dev.privateregistry.local.kube.table;

import static dev.privateregistry.local.kube.json.Json.at;
import static dev.privateregistry.local.kube.json.Json.text;
import static dev.privateregistry.local.kube.table.BuiltinColumns.AGE;
import static dev.privateregistry.local.kube.table.BuiltinColumns.column;
import static dev.privateregistry.local.kube.table.BuiltinColumns.columns;
import static dev.privateregistry.local.kube.table.BuiltinColumns.field;
import static dev.privateregistry.local.kube.table.BuiltinColumns.joined;
import static dev.privateregistry.local.kube.table.BuiltinColumns.map;
import static dev.privateregistry.local.kube.table.BuiltinColumns.orNone;
import static dev.privateregistry.local.kube.table.BuiltinColumns.wide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The columns of Services, Endpoints and Ingresses. */
final class NetworkColumns {
  private NetworkColumns() {}

  static Columns services() {
    return columns(
        field("Type", "spec", "type"),
        field("Cluster-IP", "spec", "clusterIP"),
        column("External-IP", NetworkColumns::externalIp),
        column("Port(s)", o -> orNone(joined(at(o, "spec", "ports"), NetworkColumns::port))),
        AGE,
        wide(column("Selector", o -> map(at(o, "spec", "selector")))));
  }

  private static String externalIp(ObjectNode service) {
    String addresses =
        joined(
            at(service, "status", "loadBalancer", "ingress"),
            i -> text(i, "ip") + text(i, "hostname"));
    if (addresses.isEmpty()) {
      addresses = joined(at(service, "spec", "externalIPs"), JsonNode::asText);
    }
    boolean pending = addresses.isEmpty() && text(service, "spec", "type").equals("LoadBalancer");
    return pending ? "<pending>" : orNone(addresses);
  }

  private static String port(JsonNode port) {
    String node = port.path("nodePort").asInt(0) == 0 ? "" : ":" + port.path("nodePort").asInt();
    return port.path("port").asInt() + node + "/" + port.path("protocol").asText("TCP");
  }

  static String endpoints(ObjectNode endpoints) {
    return orNone(
        joined(
            endpoints.path("subsets"),
            subset ->
                joined(
                    subset.path("addresses"),
                    address ->
                        joined(
                            subset.path("ports"),
                            port -> text(address, "ip") + ":" + port.path("port").asInt()))));
  }

  static Columns endpointSlices() {
    return columns(
        field("AddressType", "addressType"),
        column("Ports", o -> orNone(joined(o.path("ports"), p -> text(p, "port")))),
        column(
            "Endpoints",
            o ->
                orNone(
                    joined(
                        o.path("endpoints"), e -> joined(e.path("addresses"), JsonNode::asText)))),
        AGE);
  }

  static Columns ingresses() {
    return columns(
        field("Class", "spec", "ingressClassName"),
        column(
            "Hosts",
            o -> {
              String hosts = joined(at(o, "spec", "rules"), r -> text(r, "host"));
              return hosts.isEmpty() ? "*" : hosts;
            }),
        column(
            "Address",
            o ->
                joined(
                    at(o, "status", "loadBalancer", "ingress"),
                    i -> text(i, "ip") + text(i, "hostname"))),
        column("Ports", o -> at(o, "spec", "tls").isEmpty() ? "80" : "80, 443"),
        AGE);
  }
}
