package dev.privateregistry.local.kube.table;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.table.Columns.Column;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The {@code meta.k8s.io/v1 Table} of some objects. */
public final class Table {
  /** How much of each object goes into its row. */
  public enum Include {
    NONE,
    METADATA,
    OBJECT;

    /** Reads the query parameter {@code includeObject}. */
    public static Include parse(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "none" -> NONE;
        case "object" -> OBJECT;
        default -> METADATA;
      };
    }
  }

  private Table() {}

  /** A table with a row per object and the list's own metadata. */
  public static ObjectNode of(
      Columns columns,
      List<ObjectNode> objects,
      ObjectNode listMeta,
      Include include,
      Instant now) {
    ObjectNode table = Json.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
    table.set("metadata", listMeta);
    ArrayNode definitions = table.putArray("columnDefinitions");
    for (Column column : columns.columns()) {
      definitions
          .addObject()
          .put("name", column.name())
          .put("type", column.type().equals("date") ? "date" : column.type())
          .put("format", column.format())
          .put("description", column.name() + " of the object")
          .put("priority", column.priority());
    }
    ArrayNode rows = table.putArray("rows");
    objects.forEach(object -> rows.add(row(columns, object, include, now)));
    return table;
  }

  private static ObjectNode row(Columns columns, ObjectNode object, Include include, Instant now) {
    ObjectNode row = Json.object();
    ArrayNode cells = row.putArray("cells");
    columns.columns().forEach(column -> cells.add(column.cell().value(object, now)));
    switch (include) {
      case NONE -> {}
      case METADATA -> row.set("object", partial(object));
      case OBJECT -> row.set("object", object);
    }
    return row;
  }

  /** The object's metadata alone. */
  public static ObjectNode partial(ObjectNode object) {
    ObjectNode partial =
        Json.object().put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
    partial.set("metadata", object.path("metadata"));
    return partial;
  }
}
