package dev.privateregistry.local.kube.cel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.schema.FieldError;
import dev.privateregistry.local.kube.schema.FieldError.Reason;
import dev.privateregistry.local.kube.schema.Schema;
import dev.privateregistry.local.kube.schema.Schema.ListType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code x-kubernetes-validations} of a schema. A rule that names {@code oldSelf} runs on
 * changes only, where the old value can be found: by field, or by the keys of a list of type map.
 */
public final class SchemaRules {
  private final RuleEngine engine = new RuleEngine();

  /** All complaints about a custom resource; {@code old} is null when it is new. */
  public List<FieldError> check(Schema schema, ObjectNode object, @Nullable ObjectNode old) {
    List<FieldError> errors = new ArrayList<>();
    visit(object, old, schema, "", errors);
    return errors;
  }

  /** Complaints about rules of a CustomResourceDefinition that do not compile. */
  public List<FieldError> checkDefinition(ObjectNode definition) {
    List<FieldError> errors = new ArrayList<>();
    int index = 0;
    for (JsonNode version : definition.path("spec").path("versions")) {
      compile(
          version.path("schema").path("openAPIV3Schema"),
          "spec.versions[" + index++ + "].schema.openAPIV3Schema",
          errors);
    }
    return errors;
  }

  private void compile(JsonNode schema, String path, List<FieldError> errors) {
    int index = 0;
    for (JsonNode rule : schema.path("x-kubernetes-validations")) {
      String place = path + ".x-kubernetes-validations[" + index++ + "]";
      for (String field : List.of("rule", "messageExpression")) {
        String expression = Json.text(rule, field);
        if (!expression.isEmpty() || field.equals("rule")) {
          engine
              .complaint(expression)
              .ifPresent(
                  why ->
                      errors.add(
                          FieldError.invalid(
                              place + "." + field, expression, "compilation failed: " + why)));
        }
      }
    }
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      compile(property.getValue(), path + ".properties[" + property.getKey() + "]", errors);
    }
    for (String nested : List.of("items", "additionalProperties")) {
      if (schema.path(nested).isObject()) {
        compile(schema.path(nested), path + "." + nested, errors);
      }
    }
  }

  private void visit(
      JsonNode value, @Nullable JsonNode old, Schema schema, String path, List<FieldError> errors) {
    if (value.isNull()) {
      return;
    }
    for (JsonNode rule : schema.rules()) {
      rule(rule, value, old, schema, path, errors);
    }
    if (value instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        if (path.isEmpty() && field.getKey().equals("metadata")) {
          continue;
        }
        String place = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
        JsonNode before = schema.atomicMap() ? null : Json.get(old, field.getKey());
        visit(field.getValue(), before, schema.fieldOrAny(field.getKey()), place, errors);
      }
    } else if (value instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        JsonNode before = before(array.get(i), old, schema);
        visit(array.get(i), before, schema.items(), path + "[" + i + "]", errors);
      }
    }
  }

  private static @Nullable JsonNode before(JsonNode item, @Nullable JsonNode old, Schema schema) {
    if (old == null || schema.listType() != ListType.MAP) {
      return null;
    }
    return old.valueStream()
        .filter(o -> schema.listKeys().stream().allMatch(k -> Json.same(o.get(k), item.get(k))))
        .findFirst()
        .orElse(null);
  }

  private void rule(
      JsonNode rule,
      JsonNode value,
      @Nullable JsonNode old,
      Schema schema,
      String path,
      List<FieldError> errors) {
    String expression = Json.text(rule, "rule");
    boolean optionalOld = rule.path("optionalOldSelf").asBoolean();
    if (engine.usesOldSelf(expression) && old == null && !optionalOld) {
      return;
    }
    Object self = CelValues.of(value, schema);
    Object oldSelf = old == null ? null : CelValues.of(old, schema);
    RuleEngine.Bindings bindings = new RuleEngine.Bindings(self, oldSelf, optionalOld);
    String place = path + Json.text(rule, "fieldPath");
    String shownType = schema.type().isEmpty() ? "object" : schema.type();
    RuleEngine.Verdict verdict = engine.evaluate(expression, bindings);
    if (!verdict.error().isEmpty()) {
      errors.add(
          FieldError.invalid(
              strip(path),
              shownType,
              "'%s' evaluating rule: %s".formatted(verdict.error(), ruleName(rule))));
    } else if (!verdict.holds()) {
      errors.add(complaint(rule, strip(place), shownType, message(rule, bindings)));
    }
  }

  private static String strip(String path) {
    return path.startsWith(".") ? path.substring(1) : path.isEmpty() ? "<nil>" : path;
  }

  private static String ruleName(JsonNode rule) {
    String message = Json.text(rule, "message");
    return message.isEmpty() ? Json.text(rule, "rule") : message;
  }

  private String message(JsonNode rule, RuleEngine.Bindings bindings) {
    String expression = Json.text(rule, "messageExpression");
    if (!expression.isEmpty()) {
      String text = engine.text(expression, bindings);
      if (!text.isBlank() && !text.contains("\n")) {
        return text;
      }
    }
    String message = Json.text(rule, "message");
    return message.isEmpty() ? "failed rule: " + Json.text(rule, "rule") : message;
  }

  private static FieldError complaint(JsonNode rule, String path, String type, String message) {
    return switch (Json.text(rule, "reason")) {
      case "FieldValueForbidden" -> FieldError.forbidden(path, message);
      case "FieldValueRequired" -> FieldError.required(path, message);
      case "FieldValueDuplicate" ->
          new FieldError(path, Reason.DUPLICATE, "Duplicate value: \"" + type + "\": " + message);
      default -> FieldError.invalid(path, TextNode.valueOf(type), message);
    };
  }
}
