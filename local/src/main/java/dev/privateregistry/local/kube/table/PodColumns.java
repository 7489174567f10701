package dev.privateregistry.local.kube.table;

import static dev.privateregistry.local.kube.json.Json.at;
import static dev.privateregistry.local.kube.json.Json.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.json.Json;

/** The columns of Pods: the status is the reason that matters most, as kubectl shows it. */
final class PodColumns {
  static final Columns COLUMNS =
      BuiltinColumns.columns(
          BuiltinColumns.column("Ready", PodColumns::ready),
          BuiltinColumns.column("Status", PodColumns::status),
          BuiltinColumns.column("Restarts", PodColumns::restarts),
          BuiltinColumns.AGE,
          BuiltinColumns.wide(BuiltinColumns.field("IP", "status", "podIP")),
          BuiltinColumns.wide(BuiltinColumns.field("Node", "spec", "nodeName")),
          BuiltinColumns.wide(
              BuiltinColumns.field("Nominated Node", "status", "nominatedNodeName")),
          BuiltinColumns.wide(BuiltinColumns.column("Readiness Gates", pod -> "<none>")));

  private PodColumns() {}

  private static JsonNode statuses(ObjectNode pod) {
    return at(pod, "status", "containerStatuses");
  }

  private static String ready(ObjectNode pod) {
    long ready = statuses(pod).valueStream().filter(c -> c.path("ready").asBoolean()).count();
    return ready + "/" + at(pod, "spec", "containers").size();
  }

  private static String restarts(ObjectNode pod) {
    return Long.toString(
        statuses(pod).valueStream().mapToLong(c -> c.path("restartCount").asLong(0)).sum());
  }

  private static String status(ObjectNode pod) {
    if (at(pod, "metadata").hasNonNull("deletionTimestamp")) {
      return "Terminating";
    }
    String status = text(pod, "status", "reason");
    if (status.isEmpty()) {
      status = text(pod, "status", "phase");
    }
    for (JsonNode container : statuses(pod)) {
      JsonNode state = container.path("state");
      String reason = text(state, "waiting", "reason");
      if (reason.isEmpty() && !Json.isNull(state.get("terminated"))) {
        reason = text(state, "terminated", "reason");
        if (reason.isEmpty()) {
          reason = "ExitCode:" + state.path("terminated").path("exitCode").asInt();
        }
      }
      if (!reason.isEmpty()) {
        status = reason;
      }
    }
    return BuiltinColumns.orNone(status);
  }
}
