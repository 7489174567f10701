package dev.privateregistry.local.kube.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.schema.FieldError.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Holds values to the structure of a schema: types, required fields, enumerations, lists of type
 * set and map, and combinations of schemas. Bounds of single values are {@link ValueBounds}.
 */
public final class SchemaValidator {
  private static final List<String> OBJECT_FIELDS = List.of("apiVersion", "kind", "metadata");

  private final List<FieldError> errors = new ArrayList<>();

  private SchemaValidator() {}

  /** All complaints about {@code value}, which stands at {@code path}. */
  public static List<FieldError> validate(JsonNode value, Schema schema, String path) {
    SchemaValidator validator = new SchemaValidator();
    validator.visit(value, schema, path);
    return validator.errors;
  }

  private void visit(JsonNode value, Schema schema, String path) {
    if (value.isNull()) {
      if (!schema.nullable() && !schema.type().isEmpty()) {
        wrongType(TextNode.valueOf("null"), schema.type(), path);
      }
      return;
    }
    if (!typed(value, schema)) {
      wrongType(TextNode.valueOf(jsonType(value)), schema.type(), path);
      return;
    }
    enumeration(value, schema, path);
    errors.addAll(ValueBounds.validate(value, schema, path));
    combinations(value, schema, path);
    if (value instanceof ObjectNode object) {
      visitFields(object, schema, path);
    } else if (value instanceof ArrayNode array) {
      visitItems(array, schema, path);
    }
  }

  private void wrongType(JsonNode shown, String type, String path) {
    errors.add(
        FieldError.wrongType(
            path, shown, "%s in body must be of type %s: %s".formatted(path, type, shown)));
  }

  private static boolean typed(JsonNode value, Schema schema) {
    if (schema.intOrString()) {
      return value.isTextual() || value.isNumber();
    }
    return switch (schema.type()) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      case "number" -> value.isNumber();
      case "integer" ->
          value.isIntegralNumber()
              || (value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0);
      default -> true;
    };
  }

  /** The type of a value in the words of OpenAPI. */
  public static String jsonType(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT, POJO -> "object";
      case ARRAY -> "array";
      case STRING, BINARY -> "string";
      case BOOLEAN -> "boolean";
      case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
      case NULL, MISSING -> "null";
    };
  }

  private void enumeration(JsonNode value, Schema schema, String path) {
    JsonNode allowed = schema.node().path("enum");
    if (allowed.isArray() && allowed.valueStream().noneMatch(a -> Json.same(a, value))) {
      errors.add(FieldError.notSupported(path, value, Json.texts(allowed)));
    }
  }

  private void combinations(JsonNode value, Schema schema, String path) {
    JsonNode node = schema.node();
    for (JsonNode part : node.path("allOf")) {
      visitPart(value, part, schema, path);
    }
    combination(matches(value, node.path("anyOf"), schema, path) > 0, node, "anyOf", value, path);
    long one = matches(value, node.path("oneOf"), schema, path);
    if (node.has("oneOf") && one > 1) {
      errors.add(
          FieldError.invalid(
              path,
              value,
              "%s in body must validate one and only one schema (oneOf). Found %d valid alternatives"
                  .formatted(path, one)));
    }
    combination(one > 0, node, "oneOf", value, path);
    if (node.has("not")
        && validate(value, Schema.of(node.path("not"), schema.definitions()), path).isEmpty()) {
      errors.add(
          FieldError.invalid(path, value, path + " in body must not validate the schema (not)"));
    }
  }

  private void combination(
      boolean matched, JsonNode schema, String keyword, JsonNode value, String path) {
    if (schema.has(keyword) && !matched) {
      String rule =
          keyword.equals("anyOf")
              ? "must validate at least one schema (anyOf)"
              : "must validate one and only one schema (oneOf). Found none valid";
      errors.add(FieldError.invalid(path, value, path + " in body " + rule));
    }
  }

  private void visitPart(JsonNode value, JsonNode part, Schema schema, String path) {
    errors.addAll(validate(value, Schema.of(part, schema.definitions()), path));
  }

  private static long matches(JsonNode value, JsonNode alternatives, Schema schema, String path) {
    return alternatives
        .valueStream()
        .filter(a -> validate(value, Schema.of(a, schema.definitions()), path).isEmpty())
        .count();
  }

  private void visitFields(ObjectNode object, Schema schema, String path) {
    for (JsonNode required : schema.node().path("required")) {
      if (!object.has(required.asText())) {
        errors.add(FieldError.required(child(path, required.asText()), ""));
      }
    }
    object
        .properties()
        .forEach(
            field -> {
              if (!schema.embeddedObject() || !OBJECT_FIELDS.contains(field.getKey())) {
                visit(
                    field.getValue(),
                    schema.fieldOrAny(field.getKey()),
                    child(path, field.getKey()));
              }
            });
  }

  private void visitItems(ArrayNode array, Schema schema, String path) {
    Schema items = schema.items();
    for (int i = 0; i < array.size(); i++) {
      visit(array.get(i), items, path + "[" + i + "]");
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < array.size(); i++) {
      JsonNode identity = identity(array.get(i), schema);
      if (!identity.isMissingNode() && !seen.add(Json.canonical(identity))) {
        errors.add(FieldError.duplicate(path + "[" + i + "]", identity));
      }
    }
  }

  private static JsonNode identity(JsonNode item, Schema schema) {
    return switch (schema.listType()) {
      case ATOMIC -> Json.object().path("none");
      case SET -> item;
      case MAP -> {
        ObjectNode keys = Json.object();
        schema.listKeys().stream().filter(item::has).forEach(key -> keys.set(key, item.path(key)));
        yield keys;
      }
    };
  }

  private static String child(String path, String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  /** True when the list of complaints is about types only. */
  public static boolean typesOnly(List<FieldError> errors) {
    return errors.stream().allMatch(e -> e.reason() == Reason.TYPE_INVALID);
  }
}
