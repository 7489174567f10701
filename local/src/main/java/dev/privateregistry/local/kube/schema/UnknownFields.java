package dev.privateregistry.local.kube.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Removes what a schema does not know. */
public final class UnknownFields {
  private static final List<String> OBJECT_FIELDS = List.of("apiVersion", "kind", "metadata");

  private final List<String> removed = new ArrayList<>();

  private UnknownFields() {}

  /** Prunes the object in place and tells the paths of what went. */
  public static List<String> prune(ObjectNode object, Schema schema) {
    UnknownFields walk = new UnknownFields();
    walk.visit(object, schema, "");
    return walk.removed;
  }

  private void visit(JsonNode value, Schema schema, String path) {
    if (value instanceof ObjectNode object) {
      visitObject(object, schema, path);
    } else if (value instanceof ArrayNode array) {
      Schema items = schema.items();
      for (int i = 0; i < array.size(); i++) {
        visit(array.get(i), items, path + "[" + i + "]");
      }
    }
  }

  private void visitObject(ObjectNode object, Schema schema, String path) {
    for (String name : object.propertyStream().map(e -> e.getKey()).toList()) {
      String place = path.isEmpty() ? name : path + "." + name;
      Schema field = schema.field(name);
      if (field != null) {
        visit(object.path(name), field, place);
      } else if (!schema.embeddedObject() || !OBJECT_FIELDS.contains(name)) {
        object.remove(name);
        removed.add(place);
      }
    }
  }
}
