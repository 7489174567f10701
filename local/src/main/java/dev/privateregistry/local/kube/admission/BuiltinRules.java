package dev.privateregistry.local.kube.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.schema.FieldError;
import dev.privateregistry.local.kube.schema.Formats;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of the built-in kinds that catch the mistakes people make. */
final class BuiltinRules {
  private final ObjectNode object;
  private final @Nullable ObjectNode old;
  private final List<FieldError> errors = new ArrayList<>();

  private BuiltinRules(ObjectNode object, @Nullable ObjectNode old) {
    this.object = object;
    this.old = old;
  }

  static List<FieldError> check(String kind, ObjectNode object, @Nullable ObjectNode old) {
    BuiltinRules rules = new BuiltinRules(object, old);
    switch (kind) {
      case "Pod" -> rules.podSpec(object.path("spec"), "spec");
      case "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet" -> rules.workload();
      case "Secret" -> rules.secret();
      case "ConfigMap" -> rules.configMap();
      case "Service" -> rules.service();
      case "PersistentVolumeClaim" -> rules.claim();
      case "CustomResourceDefinition" -> rules.errors.addAll(DefinitionRules.check(object));
      default -> {}
    }
    return rules.errors;
  }

  private void immutable(String path, String... field) {
    if (old != null && !Json.same(Json.at(old, field), Json.at(object, field))) {
      errors.add(FieldError.invalid(path, Json.at(object, field), "field is immutable"));
    }
  }

  private void workload() {
    immutable("spec.selector", "spec", "selector");
    JsonNode spec = object.path("spec");
    JsonNode wanted = Json.at(spec, "selector", "matchLabels");
    JsonNode labels = Json.at(spec, "template", "metadata", "labels");
    if (!spec.hasNonNull("selector")) {
      errors.add(FieldError.required("spec.selector", ""));
    }
    for (Map.Entry<String, JsonNode> label : wanted.properties()) {
      if (!Json.same(label.getValue(), labels.get(label.getKey()))) {
        errors.add(
            FieldError.invalid(
                "spec.template.metadata.labels",
                labels.isMissingNode() ? Json.object() : labels,
                "`selector` does not match template `labels`"));
        break;
      }
    }
    if (spec.path("replicas").asLong(0) < 0) {
      errors.add(
          FieldError.invalid(
              "spec.replicas", spec.path("replicas"), "must be greater than or equal to 0"));
    }
    podSpec(Json.at(spec, "template", "spec"), "spec.template.spec");
  }

  private void podSpec(JsonNode spec, String path) {
    if (spec.path("containers").isEmpty()) {
      errors.add(FieldError.required(path + ".containers", ""));
    }
    Set<String> volumes = new HashSet<>();
    int index = 0;
    for (JsonNode volume : spec.path("volumes")) {
      if (!volumes.add(Json.text(volume, "name"))) {
        errors.add(
            FieldError.duplicate(path + ".volumes[" + index + "].name", volume.path("name")));
      }
      index++;
    }
    containers(spec.path("initContainers"), volumes, path + ".initContainers");
    containers(spec.path("containers"), volumes, path + ".containers");
  }

  private void containers(JsonNode containers, Set<String> volumes, String path) {
    int index = 0;
    for (JsonNode container : containers) {
      String place = path + "[" + index++ + "]";
      if (Json.text(container, "name").isEmpty()) {
        errors.add(FieldError.required(place + ".name", ""));
      }
      if (Json.text(container, "image").isEmpty()) {
        errors.add(FieldError.required(place + ".image", ""));
      }
      int mount = 0;
      for (JsonNode volumeMount : container.path("volumeMounts")) {
        String name = Json.text(volumeMount, "name");
        if (!volumes.contains(name)) {
          errors.add(
              new FieldError(
                  place + ".volumeMounts[" + mount + "].name",
                  FieldError.Reason.INVALID,
                  "Not found: \"" + name + "\""));
        }
        mount++;
      }
    }
  }

  private void secret() {
    immutable("type", "type");
    for (Map.Entry<String, JsonNode> entry : object.path("data").properties()) {
      key(entry.getKey(), "data");
      if (!Formats.base64(entry.getValue().asText())) {
        errors.add(
            FieldError.invalid(
                "data[" + entry.getKey() + "]", "<secret>", "illegal base64 data in the value"));
      }
    }
    String type = Json.text(object, "type");
    List<String> needed =
        switch (type) {
          case "kubernetes.io/tls" -> List.of("tls.crt", "tls.key");
          case "kubernetes.io/dockerconfigjson" -> List.of(".dockerconfigjson");
          default -> List.of();
        };
    for (String name : needed) {
      if (!object.path("data").has(name)) {
        errors.add(FieldError.required("data[" + name + "]", ""));
      }
    }
    unchangedWhenImmutable("data");
  }

  private void configMap() {
    object.path("data").propertyStream().forEach(e -> key(e.getKey(), "data"));
    unchangedWhenImmutable("data");
    unchangedWhenImmutable("binaryData");
  }

  private void unchangedWhenImmutable(String field) {
    if (old != null
        && old.path("immutable").asBoolean()
        && !Json.same(old.get(field), object.get(field))) {
      errors.add(FieldError.forbidden(field, "field is immutable when `immutable` is set"));
    }
  }

  private void key(String key, String path) {
    if (!key.matches("[-._a-zA-Z0-9]+")) {
      errors.add(
          FieldError.invalid(
              path,
              key,
              "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g."
                  + " 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is"
                  + " '[-._a-zA-Z0-9]+')"));
    }
  }

  private void service() {
    JsonNode ports = Json.at(object, "spec", "ports");
    String type = Json.text(object, "spec", "type");
    if (ports.isEmpty()
        && !type.equals("ExternalName")
        && !Json.text(object, "spec", "clusterIP").equals("None")) {
      errors.add(FieldError.required("spec.ports", ""));
    }
    int index = 0;
    for (JsonNode port : ports) {
      String place = "spec.ports[" + index++ + "]";
      int number = port.path("port").asInt(0);
      if (number < 1 || number > 65535) {
        errors.add(
            FieldError.invalid(
                place + ".port", port.path("port"), "must be between 1 and 65535, inclusive"));
      }
      if (ports.size() > 1 && Json.text(port, "name").isEmpty()) {
        errors.add(FieldError.required(place + ".name", ""));
      }
    }
    boolean addressed = old != null && !Json.text(old, "spec", "clusterIP").isEmpty();
    if (addressed && !Json.text(object, "spec", "clusterIP").isEmpty()) {
      immutable("spec.clusterIP", "spec", "clusterIP");
    }
  }

  private void claim() {
    JsonNode spec = object.path("spec");
    if (spec.path("accessModes").isEmpty()) {
      errors.add(FieldError.required("spec.accessModes", "at least 1 access mode is required"));
    }
    if (Json.text(spec, "resources", "requests", "storage").isEmpty()) {
      errors.add(FieldError.required("spec.resources[storage]", ""));
    }
    if (old == null) {
      return;
    }
    for (String field : List.of("accessModes", "storageClassName", "volumeMode")) {
      boolean set = !Json.isNull(old.path("spec").get(field));
      if (set && !Json.same(old.path("spec").get(field), spec.get(field))) {
        errors.add(
            FieldError.forbidden(
                "spec",
                "spec is immutable after creation except resources.requests and"
                    + " volumeAttributesClassName for bound claims"));
        return;
      }
    }
  }
}
