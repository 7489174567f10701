package dev.privateregistry.local.kube.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.schema.Schema;
import java.util.Map;

/** Removal of fields that lost their last owner. */
final class Pruning {
  private Pruning() {}

  /**
   * Removes {@code gone} from the value in place.
   *
   * @param owned what still has an owner; a place that holds any of it stays
   */
  static void prune(JsonNode value, FieldSet gone, FieldSet owned, Schema schema) {
    if (gone.children().isEmpty()) {
      return;
    }
    if (value instanceof ObjectNode object && Fields.isMap(value, schema)) {
      for (Map.Entry<String, JsonNode> part : Fields.parts(value, schema).entrySet()) {
        if (leaves(part, gone, owned, schema)) {
          object.remove(part.getKey().substring(2));
        }
      }
    } else if (value instanceof ArrayNode array && Fields.isKeyedList(value, schema)) {
      ArrayNode kept = Json.array();
      for (Map.Entry<String, JsonNode> part : Fields.parts(value, schema).entrySet()) {
        if (!leaves(part, gone, owned, schema)) {
          kept.add(part.getValue());
        }
      }
      array.removeAll();
      array.addAll(kept);
    }
  }

  private static boolean leaves(
      Map.Entry<String, JsonNode> part, FieldSet gone, FieldSet owned, Schema schema) {
    String element = part.getKey();
    FieldSet goneHere = gone.child(element);
    FieldSet ownedHere = owned.child(element);
    if (goneHere.isEmpty()) {
      return false;
    }
    if (goneHere.member() && ownedHere.isEmpty()) {
      return true;
    }
    prune(part.getValue(), goneHere, ownedHere, Fields.partSchema(schema, element));
    boolean emptied = part.getValue().isContainerNode() && part.getValue().isEmpty();
    return emptied && ownedHere.isEmpty();
  }
}
