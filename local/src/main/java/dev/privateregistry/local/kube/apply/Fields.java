package dev.privateregistry.local.kube.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.api.ApiFailure;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.schema.Schema;
import dev.privateregistry.local.kube.schema.Schema.ListType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The paths of an object that have owners of their own, by the schema's list and map types. */
final class Fields {
  private Fields() {}

  /** The fields set in a value; a list or map with one owner counts as one field. */
  static FieldSet of(JsonNode value, Schema schema) {
    if (isMap(value, schema)) {
      Map<String, FieldSet> children = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        children.put("f:" + field.getKey(), ofField(schema, field));
      }
      return FieldSet.of(children.isEmpty(), children);
    }
    if (isKeyedList(value, schema)) {
      Map<String, FieldSet> children = new LinkedHashMap<>();
      items(value, schema)
          .forEach((element, item) -> children.put(element, of(item, schema.items()).withSelf()));
      return FieldSet.of(children.isEmpty(), children);
    }
    return FieldSet.SELF;
  }

  private static FieldSet ofField(Schema schema, Map.Entry<String, JsonNode> field) {
    FieldSet below = of(field.getValue(), schema.fieldOrAny(field.getKey()));
    return schema.declares(field.getKey()) ? below : below.withSelf();
  }

  /** An object whose fields have owners of their own. */
  static boolean isMap(@Nullable JsonNode value, Schema schema) {
    return value instanceof ObjectNode && !schema.atomicMap();
  }

  /** A list whose items have owners of their own. */
  static boolean isKeyedList(@Nullable JsonNode value, Schema schema) {
    return value instanceof ArrayNode && schema.listType() != ListType.ATOMIC;
  }

  /** The parts of an object or list under the names that {@code fieldsV1} gives them. */
  static Map<String, JsonNode> parts(JsonNode value, Schema schema) {
    if (value instanceof ArrayNode) {
      return items(value, schema);
    }
    Map<String, JsonNode> parts = new LinkedHashMap<>();
    value.properties().forEach(e -> parts.put("f:" + e.getKey(), e.getValue()));
    return parts;
  }

  /** The schema of a part. */
  static Schema partSchema(Schema schema, String element) {
    return element.startsWith("f:") ? schema.fieldOrAny(element.substring(2)) : schema.items();
  }

  /** Whether a part is a member of its set even when it has members below it. */
  static boolean memberOnItsOwn(Schema schema, String element) {
    return !element.startsWith("f:") || !schema.declares(element.substring(2));
  }

  private static Map<String, JsonNode> items(JsonNode list, Schema schema) {
    Map<String, JsonNode> items = new LinkedHashMap<>();
    list.forEach(item -> items.putIfAbsent(element(item, schema), item));
    return items;
  }

  private static String element(JsonNode item, Schema schema) {
    if (schema.listType() == ListType.SET) {
      return "v:" + Json.canonical(item);
    }
    ObjectNode keys = Json.object();
    for (String key : schema.listKeys()) {
      JsonNode value = item.get(key);
      Schema keySchema = schema.items().field(key);
      JsonNode filled = value == null && keySchema != null ? keySchema.defaultValue() : value;
      if (filled != null) {
        keys.set(key, filled);
      }
    }
    if (keys.isEmpty()) {
      throw ApiFailure.unprocessable(
          "associative list with keys has an element that omits key field \"%s\""
              .formatted(String.join(", ", schema.listKeys())));
    }
    return "k:" + Json.canonical(keys);
  }
}
