package dev.privateregistry.local.kube.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.json.Meta;
import java.util.Map;
import java.util.stream.Collectors;

/** The {@code autoscaling/v1 Scale} of a workload, which is its number of replicas. */
final class Scales {
  private Scales() {}

  static ObjectNode of(ObjectNode workload) {
    Meta meta = new Meta(workload);
    ObjectNode scale = Json.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
    scale
        .putObject("metadata")
        .put("name", meta.name())
        .put("namespace", meta.namespace())
        .put("uid", meta.uid())
        .put("resourceVersion", meta.resourceVersion());
    scale.putObject("spec").put("replicas", Json.at(workload, "spec", "replicas").asLong(0));
    String selector =
        Json.at(workload, "spec", "selector", "matchLabels")
            .propertyStream()
            .map(Scales::requirement)
            .collect(Collectors.joining(","));
    scale
        .putObject("status")
        .put("replicas", Json.at(workload, "status", "replicas").asLong(0))
        .put("selector", selector);
    return scale;
  }

  private static String requirement(Map.Entry<String, JsonNode> e) {
    return e.getKey() + "=" + e.getValue().asText();
  }

  /** The workload with the number of replicas of a scale. */
  static ObjectNode scaled(ObjectNode workload, ObjectNode scale) {
    long replicas = Json.at(scale, "spec", "replicas").asLong(0);
    Json.child(workload, "spec").put("replicas", replicas);
    String version = Json.text(scale, "metadata", "resourceVersion");
    if (!version.isEmpty()) {
      new Meta(workload).node().put("resourceVersion", version);
    }
    return workload;
  }
}
