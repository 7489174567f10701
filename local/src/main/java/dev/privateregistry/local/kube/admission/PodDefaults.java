package dev.privateregistry.local.kube.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.json.Json;
import java.util.List;

/** The defaults of a Pod's specification. */
final class PodDefaults {
  private static final int READ_BY_ALL = 0644;

  private PodDefaults() {}

  static void apply(ObjectNode spec) {
    Json.setDefault(spec, "restartPolicy", "Always");
    Json.setDefault(spec, "terminationGracePeriodSeconds", 30);
    Json.setDefault(spec, "dnsPolicy", "ClusterFirst");
    Json.setDefault(spec, "schedulerName", "default-scheduler");
    Json.setDefault(spec, "securityContext", Json.object());
    if (spec.hasNonNull("serviceAccountName")) {
      Json.setDefault(spec, "serviceAccount", spec.path("serviceAccountName").asText());
    }
    for (String list : List.of("containers", "initContainers")) {
      objects(spec.path(list)).forEach(PodDefaults::container);
    }
    objects(spec.path("volumes")).forEach(PodDefaults::volume);
  }

  static List<ObjectNode> objects(JsonNode list) {
    return list.valueStream()
        .filter(ObjectNode.class::isInstance)
        .map(ObjectNode.class::cast)
        .toList();
  }

  private static void container(ObjectNode container) {
    Json.setDefault(container, "terminationMessagePath", "/dev/termination-log");
    Json.setDefault(container, "terminationMessagePolicy", "File");
    Json.setDefault(container, "resources", Json.object());
    String image = Json.text(container, "image");
    String name = image.substring(image.lastIndexOf('/') + 1);
    boolean latest = name.endsWith(":latest") || (!name.contains(":") && !name.contains("@"));
    Json.setDefault(container, "imagePullPolicy", latest ? "Always" : "IfNotPresent");
    objects(container.path("ports")).forEach(port -> Json.setDefault(port, "protocol", "TCP"));
    for (ObjectNode variable : objects(container.path("env"))) {
      if (Json.at(variable, "valueFrom", "fieldRef") instanceof ObjectNode reference) {
        Json.setDefault(reference, "apiVersion", "v1");
      }
    }
    for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
      if (container.path(probe) instanceof ObjectNode present) {
        probe(present);
      }
    }
  }

  private static void probe(ObjectNode probe) {
    Json.setDefault(probe, "timeoutSeconds", 1);
    Json.setDefault(probe, "periodSeconds", 10);
    Json.setDefault(probe, "successThreshold", 1);
    Json.setDefault(probe, "failureThreshold", 3);
    if (probe.path("httpGet") instanceof ObjectNode http) {
      Json.setDefault(http, "path", "/");
      Json.setDefault(http, "scheme", "HTTP");
    }
  }

  private static void volume(ObjectNode volume) {
    for (String kind : List.of("secret", "configMap", "projected", "downwardAPI")) {
      if (volume.path(kind) instanceof ObjectNode source) {
        Json.setDefault(source, "defaultMode", READ_BY_ALL);
      }
    }
    if (volume.path("hostPath") instanceof ObjectNode path) {
      Json.setDefault(path, "type", "");
    }
  }
}
