package dev.privateregistry.operator.samples;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Holds a document to a structural schema, as an API server does: unknown fields are refused. */
final class SchemaCheck {
  private final List<String> problems = new ArrayList<>();

  static List<String> problems(JSONSchemaProps schema, JsonNode document) {
    SchemaCheck check = new SchemaCheck();
    check.check("", schema, document);
    return check.problems;
  }

  private void check(String path, JSONSchemaProps schema, JsonNode value) {
    if (Boolean.TRUE.equals(schema.getXKubernetesIntOrString())) {
      require(path, value.isTextual() || value.isIntegralNumber(), "integer or string");
      return;
    }
    switch (String.valueOf(schema.getType())) {
      case "object" -> object(path, schema, value);
      case "array" -> array(path, schema, value);
      case "string" -> string(path, schema, value);
      case "integer" -> require(path, value.isIntegralNumber(), "integer");
      case "boolean" -> require(path, value.isBoolean(), "boolean");
      default -> problems.add(path + ": the schema says nothing that is checked here");
    }
  }

  private void object(String path, JSONSchemaProps schema, JsonNode value) {
    require(path, value.isObject(), "object");
    for (String name : schema.getRequired()) {
      require(path + "." + name, value.has(name), "given");
    }
    value
        .properties()
        .forEach(
            field -> {
              JSONSchemaProps known = schema.getProperties().get(field.getKey());
              if (known == null && schema.getAdditionalProperties() != null) {
                known = schema.getAdditionalProperties().getSchema();
              }
              if (known == null
                  && Boolean.TRUE.equals(schema.getXKubernetesPreserveUnknownFields())) {
                return;
              }
              if (known == null) {
                problems.add(path + "." + field.getKey() + ": unknown");
              } else {
                check(path + "." + field.getKey(), known, field.getValue());
              }
            });
  }

  private void array(String path, JSONSchemaProps schema, JsonNode value) {
    require(path, value.isArray(), "array");
    for (int i = 0; i < value.size(); i++) {
      check(path + "[" + i + "]", schema.getItems().getSchema(), value.get(i));
    }
  }

  private void string(String path, JSONSchemaProps schema, JsonNode value) {
    require(path, value.isTextual(), "string");
    String text = value.asText();
    if (schema.getPattern() != null) {
      require(path, Pattern.compile(schema.getPattern()).matcher(text).find(), schema.getPattern());
    }
    if (!schema.getEnum().isEmpty()) {
      require(
          path,
          schema.getEnum().stream().anyMatch(allowed -> allowed.asText().equals(text)),
          "one of " + schema.getEnum());
    }
    if (schema.getMaxLength() != null) {
      require(path, text.length() <= schema.getMaxLength(), "short enough");
    }
  }

  private void require(String path, boolean holds, String what) {
    if (!holds) {
      problems.add(path + ": must be " + what);
    }
  }
}
