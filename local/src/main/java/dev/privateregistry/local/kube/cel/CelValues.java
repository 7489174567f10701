package dev.privateregistry.local.kube.cel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.NullValue;
import dev.cel.common.values.CelByteString;
import dev.privateregistry.local.kube.schema.Schema;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** JSON values as rules see them: typed by the schema, fields under names that CEL can spell. */
final class CelValues {
  private static final Set<String> RESERVED =
      Set.of(
          "true",
          "false",
          "null",
          "in",
          "as",
          "break",
          "const",
          "continue",
          "else",
          "for",
          "function",
          "if",
          "import",
          "let",
          "loop",
          "package",
          "namespace",
          "return",
          "var",
          "void",
          "while");

  private CelValues() {}

  static Object of(JsonNode value, Schema schema) {
    return switch (value) {
      case ObjectNode object -> map(object, schema);
      case ArrayNode array -> {
        List<Object> items = new ArrayList<>();
        Schema itemSchema = schema.items();
        array.forEach(item -> items.add(of(item, itemSchema)));
        yield List.copyOf(items);
      }
      default -> scalar(value, schema);
    };
  }

  private static Map<String, Object> map(ObjectNode object, Schema schema) {
    Map<String, Object> map = new LinkedHashMap<>();
    object
        .properties()
        .forEach(
            field -> {
              boolean declared = schema.declares(field.getKey());
              if (!field.getValue().isNull() || schema.fieldOrAny(field.getKey()).nullable()) {
                map.put(
                    declared ? escaped(field.getKey()) : field.getKey(),
                    of(field.getValue(), schema.fieldOrAny(field.getKey())));
              }
            });
    return map;
  }

  private static Object scalar(JsonNode value, Schema schema) {
    if (value.isTextual()) {
      return text(value.asText(), schema);
    }
    if (value.isBoolean()) {
      return value.asBoolean();
    }
    if (value.isNumber()) {
      boolean whole = value.isIntegralNumber() && !schema.type().equals("number");
      return whole || schema.type().equals("integer") ? (Object) value.asLong() : value.asDouble();
    }
    return NullValue.NULL_VALUE;
  }

  private static Object text(String text, Schema schema) {
    try {
      return switch (schema.format()) {
        case "duration" -> CelDurations.parse(text);
        case "date-time" -> OffsetDateTime.parse(text).toInstant();
        case "byte" -> CelByteString.of(Base64.getDecoder().decode(text));
        default -> text;
      };
    } catch (DateTimeParseException | IllegalArgumentException e) {
      return text;
    }
  }

  /** The spelling of a field name in a rule: {@code a-b} is {@code a__dash__b}. */
  static String escaped(String name) {
    if (RESERVED.contains(name)) {
      return "__" + name + "__";
    }
    return name.replace("__", "__underscores__")
        .replace(".", "__dot__")
        .replace("-", "__dash__")
        .replace("/", "__slash__");
  }
}
