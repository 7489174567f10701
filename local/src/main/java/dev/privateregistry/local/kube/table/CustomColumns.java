package dev.privateregistry.local.kube.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.select.JsonPath;
import dev.privateregistry.local.kube.table.Columns.Cell;
import dev.privateregistry.local.kube.table.Columns.Column;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The printer columns that a CustomResourceDefinition declares. */
public final class CustomColumns {
  private CustomColumns() {}

  /** Name, then the declared columns; the age when none is declared. */
  public static Columns of(JsonNode declared) {
    List<Column> columns = new ArrayList<>();
    columns.add(BuiltinColumns.NAME);
    for (JsonNode column : declared) {
      columns.add(
          new Column(
              Json.text(column, "name"),
              Json.text(column, "type"),
              Json.text(column, "format"),
              column.path("priority").asInt(0),
              cell(JsonPath.parse(Json.text(column, "jsonPath")), Json.text(column, "type"))));
    }
    if (declared.isEmpty()) {
      columns.add(BuiltinColumns.AGE);
    }
    return new Columns(columns);
  }

  private static Cell cell(JsonPath path, String type) {
    return (object, now) -> {
      List<JsonNode> found = path.find(object);
      if (found.isEmpty() || Json.isNull(found.getFirst())) {
        return NullNode.instance;
      }
      return value(found.getFirst(), type, now);
    };
  }

  private static JsonNode value(JsonNode value, String type, Instant now) {
    return switch (type) {
      case "date" -> TextNode.valueOf(Age.since(value.asText(), now));
      case "integer", "number" -> value.isNumber() ? value : NullNode.instance;
      case "boolean" -> value.isBoolean() ? value : NullNode.instance;
      default ->
          value instanceof ObjectNode || value.isArray()
              ? TextNode.valueOf(value.toString())
              : TextNode.valueOf(value.asText());
    };
  }
}
