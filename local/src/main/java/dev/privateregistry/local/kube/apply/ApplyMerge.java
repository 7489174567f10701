package dev.privateregistry.local.kube.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The live object with an applied configuration laid over it. */
final class ApplyMerge {
  private ApplyMerge() {}

  static JsonNode merge(JsonNode live, JsonNode applied, Schema schema) {
    if (Fields.isMap(live, schema) && Fields.isMap(applied, schema)) {
      ObjectNode merged = (ObjectNode) live.deepCopy();
      for (Map.Entry<String, JsonNode> field : applied.properties()) {
        Schema fieldSchema = schema.fieldOrAny(field.getKey());
        merged.set(field.getKey(), merge(live.path(field.getKey()), field.getValue(), fieldSchema));
      }
      return merged;
    }
    if (Fields.isKeyedList(live, schema) && Fields.isKeyedList(applied, schema)) {
      return mergeItems(live, applied, schema);
    }
    return applied.deepCopy();
  }

  /** Applied items in their order; each other item stays behind the one it followed. */
  private static JsonNode mergeItems(JsonNode live, JsonNode applied, Schema schema) {
    Map<String, JsonNode> present = Fields.parts(live, schema);
    Map<String, JsonNode> wanted = Fields.parts(applied, schema);
    List<String> order = new ArrayList<>(wanted.keySet());
    int after = -1;
    for (String element : present.keySet()) {
      int at = order.indexOf(element);
      if (at < 0) {
        at = after + 1;
        order.add(at, element);
      }
      after = at;
    }
    List<JsonNode> items = new ArrayList<>();
    for (String element : order) {
      JsonNode before = present.get(element);
      JsonNode item = wanted.get(element);
      if (item == null) {
        item = before;
      } else if (before != null) {
        item = merge(before, item, schema.items());
      }
      if (item != null) {
        items.add(item.deepCopy());
      }
    }
    return Json.array().addAll(items);
  }
}
