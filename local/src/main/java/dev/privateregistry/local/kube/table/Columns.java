package dev.privateregistry.local.kube.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/** The columns in which a kind is listed. */
public record Columns(List<Column> columns) {
  public Columns {
    columns = List.copyOf(columns);
  }

  /**
   * One column.
   *
   * @param format {@code name} marks the column that names the object
   * @param priority above zero: shown with {@code -o wide} only
   */
  public record Column(String name, String type, String format, int priority, Cell cell) {}

  /** What stands in a column for an object. */
  @FunctionalInterface
  public interface Cell {
    JsonNode value(ObjectNode object, Instant now);
  }
}
