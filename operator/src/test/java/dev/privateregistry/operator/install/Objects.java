package dev.privateregistry.operator.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The objects of a stream of YAML documents. */
record Objects(Map<String, ObjectNode> byName) {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final List<String> CHART_LABELS =
      List.of(
          "app.kubernetes.io/name",
          "app.kubernetes.io/instance",
          "app.kubernetes.io/version",
          "app.kubernetes.io/managed-by",
          "helm.sh/chart");

  static Objects of(String documents) {
    Map<String, ObjectNode> byName = new TreeMap<>();
    try (MappingIterator<JsonNode> all = YAML.readerFor(JsonNode.class).readValues(documents)) {
      while (all.hasNext()) {
        if (all.next() instanceof ObjectNode object && object.has("kind")) {
          byName.put(name(object), object);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Objects(byName);
  }

  ObjectNode get(String name) {
    ObjectNode found = byName.get(name);
    if (found == null) {
      throw new AssertionError("no " + name + " in " + byName.keySet());
    }
    return found;
  }

  /** Without what a chart says of itself, in labels and in selectors, and without namespaces. */
  Objects normal() {
    Map<String, ObjectNode> normal = new TreeMap<>();
    byName.forEach(
        (name, object) -> {
          if (!object.path("kind").asText().equals("Namespace")) {
            ObjectNode copy = object.deepCopy();
            withWholeNumbers(copy);
            withoutChartLabels(copy);
            normal.put(name, copy);
          }
        });
    return new Objects(normal);
  }

  /** kustomize prints 1.0 as 1. */
  private static void withWholeNumbers(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (String field : object.propertyStream().map(Map.Entry::getKey).toList()) {
        if (object.get(field).isDouble() && object.get(field).canConvertToExactIntegral()) {
          object.put(field, object.get(field).intValue());
        }
      }
    }
    node.forEach(Objects::withWholeNumbers);
  }

  private static void withoutChartLabels(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (String field : List.of("labels", "matchLabels", "selector", "annotations")) {
        if (object.get(field) instanceof ObjectNode map) {
          map.remove(CHART_LABELS);
          map.remove("helm.sh/resource-policy");
          if (map.isEmpty()) {
            object.remove(field);
          }
        }
      }
    }
    node.forEach(Objects::withoutChartLabels);
  }

  private static String name(ObjectNode object) {
    JsonNode metadata = object.path("metadata");
    return object.path("kind").asText()
        + " "
        + (metadata.has("namespace") ? metadata.path("namespace").asText() + "/" : "")
        + metadata.path("name").asText();
  }
}
