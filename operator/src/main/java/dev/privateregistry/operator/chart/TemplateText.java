package dev.privateregistry.operator.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Prints a document as YAML in which template expressions stay what they are: a text that begins
 * with two braces is printed without quotes, and a {@link Fragment} as its lines.
 */
final class TemplateText {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/][A-Za-z0-9_./-]*(:[0-9]+)?");
  private static final Pattern WORD =
      Pattern.compile("true|false|yes|no|on|off|null|y|n", Pattern.CASE_INSENSITIVE);

  private final List<String> lines = new ArrayList<>();

  private TemplateText() {}

  static String of(JsonNode document) {
    TemplateText text = new TemplateText();
    text.map(document, 0, "");
    return String.join("\n", text.lines) + "\n";
  }

  /**
   * @param first what stands in front of the first entry instead of spaces
   */
  private void map(JsonNode map, int indent, String first) {
    String lead = first;
    for (var entry : map.properties()) {
      String spaces = lead.isEmpty() ? " ".repeat(indent) : lead;
      lead = "";
      JsonNode value = entry.getValue();
      if (value instanceof POJONode fragment) {
        lines.addAll(((Fragment) fragment.getPojo()).lines(indent));
      } else if (value.isContainerNode() && !value.isEmpty()) {
        lines.add(spaces + entry.getKey() + ":");
        container(value, indent);
      } else {
        lines.add(spaces + entry.getKey() + ": " + scalar(value));
      }
    }
  }

  private void container(JsonNode value, int indent) {
    if (value.isObject()) {
      map(value, indent + 2, "");
      return;
    }
    for (JsonNode element : value) {
      if (element instanceof POJONode fragment) {
        lines.addAll(((Fragment) fragment.getPojo()).lines(indent));
      } else if (element.isObject()) {
        map(element, indent + 2, " ".repeat(indent) + "- ");
      } else {
        lines.add(" ".repeat(indent) + "- " + scalar(element));
      }
    }
  }

  private static String scalar(JsonNode value) {
    if (value.isArray()) {
      return "[]";
    }
    if (value.isObject()) {
      return "{}";
    }
    if (!value.isTextual()) {
      return value.asText();
    }
    String text = value.textValue();
    boolean plain =
        text.startsWith("{{") || (PLAIN.matcher(text).matches() && !WORD.matcher(text).matches());
    return plain ? text : TextNode.valueOf(text).toString();
  }
}
