package dev.privateregistry.local.kube.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Strategic merge patch: a merge patch in which lists merge by the key that the schema names, with
 * the directives {@code $patch}, {@code $retainKeys}, {@code $deleteFromPrimitiveList} and {@code
 * $setElementOrder}.
 */
public record StrategicMergePatch(JsonNode patch, Schema schema) implements Patch {
  private static final String DIRECTIVE = "$patch";
  private static final String RETAIN_KEYS = "$retainKeys";
  private static final String DELETE_PREFIX = "$deleteFromPrimitiveList/";
  private static final String ORDER_PREFIX = "$setElementOrder/";

  @Override
  public JsonNode apply(JsonNode target) {
    if (!(patch instanceof ObjectNode fields)) {
      throw new PatchException("a strategic merge patch is an object");
    }
    ObjectNode object = target instanceof ObjectNode present ? present.deepCopy() : Json.object();
    return mergeObject(object, fields, schema);
  }

  private static ObjectNode mergeObject(ObjectNode target, ObjectNode patch, Schema schema) {
    switch (patch.path(DIRECTIVE).asText("")) {
      case "replace" -> {
        ObjectNode replacement = patch.deepCopy();
        replacement.remove(DIRECTIVE);
        return replacement;
      }
      case "delete" -> {
        return Json.object();
      }
      default -> {}
    }
    retainKeys(target, patch);
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      mergeField(target, field, schema);
    }
    applyListDirectives(target, patch, schema);
    return target;
  }

  private static void retainKeys(ObjectNode target, ObjectNode patch) {
    if (patch.path(RETAIN_KEYS).isArray()) {
      Set<String> kept = Set.copyOf(Json.texts(patch.path(RETAIN_KEYS)));
      target
          .propertyStream()
          .map(Map.Entry::getKey)
          .filter(name -> !kept.contains(name))
          .toList()
          .forEach(target::remove);
    }
  }

  private static void mergeField(
      ObjectNode target, Map.Entry<String, JsonNode> field, Schema schema) {
    String name = field.getKey();
    JsonNode value = field.getValue();
    if (name.startsWith("$")) {
      return;
    }
    if (value.isNull()) {
      target.remove(name);
      return;
    }
    Schema fieldSchema = schema.fieldOrAny(name);
    if (value instanceof ObjectNode object) {
      ObjectNode present =
          target.get(name) instanceof ObjectNode existing ? existing : Json.object();
      if (object.path(DIRECTIVE).asText("").equals("delete")) {
        target.remove(name);
      } else {
        target.set(name, mergeObject(present, object, fieldSchema));
      }
    } else if (value instanceof ArrayNode list && merges(fieldSchema)) {
      ArrayNode present = target.get(name) instanceof ArrayNode existing ? existing : Json.array();
      target.set(name, mergeList(present, list, fieldSchema));
    } else {
      target.set(name, value.deepCopy());
    }
  }

  private static boolean merges(Schema schema) {
    return schema.patchStrategies().contains("merge");
  }

  private static ArrayNode mergeList(ArrayNode target, ArrayNode patch, Schema schema) {
    if (schema.patchMergeKey().isEmpty()) {
      return union(target, patch);
    }
    List<JsonNode> result = new ArrayList<>();
    boolean replace = patch.valueStream().anyMatch(i -> directive(i).equals("replace"));
    if (!replace) {
      target.forEach(result::add);
    }
    for (JsonNode item : patch) {
      mergeItem(result, item, schema);
    }
    return Json.array().addAll(result);
  }

  private static String directive(JsonNode item) {
    return item.path(DIRECTIVE).asText("");
  }

  private static void mergeItem(List<JsonNode> result, JsonNode item, Schema schema) {
    String key = schema.patchMergeKey();
    if (item.size() == 1 && directive(item).equals("replace")) {
      return;
    }
    JsonNode identity = item.get(key);
    if (identity == null) {
      throw new PatchException(
          "map: %s does not contain declared merge key: %s".formatted(item, key));
    }
    int at = position(result, key, identity);
    if (directive(item).equals("delete")) {
      result.removeIf(present -> Json.same(present.get(key), identity));
    } else {
      ObjectNode present =
          at >= 0 && result.get(at) instanceof ObjectNode existing ? existing : Json.object();
      ObjectNode merged = mergeObject(present, (ObjectNode) item, schema.items());
      if (at >= 0) {
        result.set(at, merged);
      } else {
        result.add(merged);
      }
    }
  }

  private static int position(List<JsonNode> list, String key, @Nullable JsonNode identity) {
    for (int i = 0; i < list.size(); i++) {
      if (Json.same(list.get(i).get(key), identity)) {
        return i;
      }
    }
    return -1;
  }

  private static ArrayNode union(ArrayNode target, ArrayNode patch) {
    ArrayNode result = target.deepCopy();
    for (JsonNode item : patch) {
      if (result.valueStream().noneMatch(present -> Json.same(present, item))) {
        result.add(item);
      }
    }
    return result;
  }

  private static void applyListDirectives(ObjectNode target, ObjectNode patch, Schema schema) {
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      if (field.getKey().startsWith(DELETE_PREFIX)) {
        deleteValues(target, field.getKey().substring(DELETE_PREFIX.length()), field.getValue());
      }
    }
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      if (field.getKey().startsWith(ORDER_PREFIX)) {
        String list = field.getKey().substring(ORDER_PREFIX.length());
        order(target, list, field.getValue(), schema.fieldOrAny(list).patchMergeKey());
      }
    }
  }

  private static void deleteValues(ObjectNode target, String list, JsonNode values) {
    if (target.get(list) instanceof ArrayNode present) {
      Set<JsonNode> gone = values.valueStream().collect(Collectors.toSet());
      ArrayNode kept = Json.array();
      present.valueStream().filter(v -> !gone.contains(v)).forEach(kept::add);
      target.set(list, kept);
    }
  }

  /** Items named by the order come in it; the others keep their place before their successor. */
  private static void order(ObjectNode target, String list, JsonNode order, String key) {
    if (!(target.get(list) instanceof ArrayNode present)) {
      return;
    }
    List<JsonNode> wanted = order.valueStream().map(o -> key.isEmpty() ? o : o.path(key)).toList();
    List<JsonNode> named = new ArrayList<>();
    List<JsonNode> items = present.valueStream().toList();
    for (JsonNode identity : wanted) {
      items.stream()
          .filter(i -> Json.same(key.isEmpty() ? i : i.path(key), identity))
          .forEach(named::add);
    }
    ArrayNode result = Json.array();
    int next = 0;
    for (JsonNode item : items) {
      result.add(named.contains(item) ? named.get(next++) : item);
    }
    target.set(list, result);
  }
}
