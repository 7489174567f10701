package dev.privateregistry.local.kube.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fills in the defaults that a schema declares. */
public final class Defaults {
  private Defaults() {}

  /** Adds defaults in place; a null where the schema allows none counts as absent. */
  public static void apply(JsonNode value, Schema schema) {
    if (value instanceof ArrayNode array) {
      Schema items = schema.items();
      array.forEach(item -> apply(item, items));
      return;
    }
    if (!(value instanceof ObjectNode object)) {
      return;
    }
    for (Map.Entry<String, Schema> property : schema.properties().entrySet()) {
      fill(object, property.getKey(), property.getValue(), defaultOf(schema, property));
    }
    object.properties().stream()
        .filter(e -> !schema.declares(e.getKey()))
        .forEach(e -> apply(e.getValue(), schema.fieldOrAny(e.getKey())));
  }

  private static @Nullable JsonNode defaultOf(Schema owner, Map.Entry<String, Schema> property) {
    JsonNode beside = owner.written(property.getKey()).get("default");
    return beside == null ? property.getValue().defaultValue() : beside;
  }

  private static void fill(
      ObjectNode object, String name, Schema schema, @Nullable JsonNode defaultValue) {
    JsonNode present = object.get(name);
    boolean absent = present == null || (present.isNull() && !schema.nullable());
    if (absent && defaultValue != null) {
      object.set(name, defaultValue.deepCopy());
    }
    JsonNode filled = object.get(name);
    if (filled != null) {
      apply(filled, schema);
    }
  }
}
