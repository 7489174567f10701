package dev.privateregistry.local.kube.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.schema.FieldError;
import dev.privateregistry.local.kube.select.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What makes a CustomResourceDefinition servable. */
final class DefinitionRules {
  private final List<FieldError> errors = new ArrayList<>();

  private DefinitionRules() {}

  static List<FieldError> check(ObjectNode definition) {
    DefinitionRules rules = new DefinitionRules();
    JsonNode spec = definition.path("spec");
    rules.names(definition, spec);
    rules.versions(spec.path("versions"));
    return rules.errors;
  }

  private void names(ObjectNode definition, JsonNode spec) {
    String expected = Json.text(spec, "names", "plural") + "." + Json.text(spec, "group");
    String name = Json.text(definition, "metadata", "name");
    if (!name.equals(expected)) {
      errors.add(
          FieldError.invalid("metadata.name", name, "must be spec.names.plural+\".\"+spec.group"));
    }
    if (Json.text(spec, "names", "kind").isEmpty()) {
      errors.add(FieldError.required("spec.names.kind", ""));
    }
    List<String> scopes = List.of("Cluster", "Namespaced");
    if (!scopes.contains(Json.text(spec, "scope"))) {
      errors.add(FieldError.notSupported("spec.scope", spec.path("scope"), scopes));
    }
  }

  private void versions(JsonNode versions) {
    long stored = versions.valueStream().filter(v -> v.path("storage").asBoolean()).count();
    if (stored != 1) {
      errors.add(
          FieldError.invalid(
              "spec.versions",
              versions,
              "must have exactly one version marked as storage version"));
    }
    int index = 0;
    for (JsonNode version : versions) {
      String path = "spec.versions[" + index++ + "]";
      JsonNode schema = version.path("schema").path("openAPIV3Schema");
      if (!schema.isObject()) {
        errors.add(FieldError.required(path + ".schema.openAPIV3Schema", "schemas are required"));
      } else {
        structural(schema, path + ".schema.openAPIV3Schema");
      }
      columns(version.path("additionalPrinterColumns"), path + ".additionalPrinterColumns");
    }
  }

  private void columns(JsonNode columns, String path) {
    int index = 0;
    for (JsonNode column : columns) {
      try {
        JsonPath.parse(Json.text(column, "jsonPath"));
      } catch (IllegalArgumentException e) {
        errors.add(
            FieldError.invalid(
                path + "[" + index + "].jsonPath",
                column.path("jsonPath"),
                "must be a simple json path"));
      }
      index++;
    }
  }

  private void structural(JsonNode schema, String path) {
    boolean free =
        schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()
            || schema.path("x-kubernetes-int-or-string").asBoolean();
    if (!schema.hasNonNull("type") && !free) {
      errors.add(
          FieldError.required(path + ".type", "must not be empty for specified object fields"));
    }
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      structural(property.getValue(), path + ".properties[" + property.getKey() + "]");
    }
    if (schema.path("items").isObject()) {
      structural(schema.path("items"), path + ".items");
    }
    if (schema.path("additionalProperties").isObject()) {
      structural(schema.path("additionalProperties"), path + ".additionalProperties");
    }
  }
}
