package dev.privateregistry.local.kube.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reading, writing and walking JSON trees. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build();

  private Json() {}

  /** Parses bytes; the message of the failure is the parser's own. */
  public static JsonNode read(byte[] bytes) throws IOException {
    return MAPPER.readTree(bytes);
  }

  /** Parses text that is known to be valid. */
  public static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }

  public static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  public static byte[] prettyBytes(JsonNode node) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The tree of any value that Jackson can write. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  public static ArrayNode strings(Iterable<String> values) {
    ArrayNode array = array();
    values.forEach(array::add);
    return array;
  }

  /** The node at a path, a missing node when any step is absent. */
  public static JsonNode at(JsonNode node, String... path) {
    JsonNode current = node;
    for (String step : path) {
      current = current.path(step);
    }
    return current;
  }

  /** The text at a path, empty when absent. */
  public static String text(JsonNode node, String... path) {
    return at(node, path).asText("");
  }

  public static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asText).toList();
  }

  /** The object below a field, created when it is absent or not an object. */
  public static ObjectNode child(ObjectNode parent, String field) {
    return parent.get(field) instanceof ObjectNode present ? present : parent.putObject(field);
  }

  /** The field's value, or null when the field is absent or {@code node} is not an object. */
  public static @Nullable JsonNode get(@Nullable JsonNode node, String field) {
    return node == null ? null : node.get(field);
  }

  public static boolean isNull(@Nullable JsonNode node) {
    return node == null || node.isNull() || node.isMissingNode();
  }

  /** Sets a field unless the object has it. */
  public static void setDefault(ObjectNode object, String field, JsonNode value) {
    if (isNull(object.get(field))) {
      object.set(field, value);
    }
  }

  public static void setDefault(ObjectNode object, String field, String value) {
    setDefault(object, field, JsonNodeFactory.instance.textNode(value));
  }

  public static void setDefault(ObjectNode object, String field, long value) {
    setDefault(object, field, JsonNodeFactory.instance.numberNode(value));
  }

  /** Equality by value: numbers by their value, objects regardless of the order of their fields. */
  public static boolean same(@Nullable JsonNode left, @Nullable JsonNode right) {
    if (left == null || right == null || left.isNull() || right.isNull()) {
      return isNull(left) && isNull(right);
    }
    return left.equals(Json::compareValues, right);
  }

  private static int compareValues(JsonNode left, JsonNode right) {
    if (left.isNumber() && right.isNumber()) {
      return left.decimalValue().compareTo(right.decimalValue());
    }
    return left.equals(right) ? 0 : 1;
  }

  /** One spelling per value: fields sorted, no white space. */
  public static String canonical(JsonNode node) {
    return sorted(node).toString();
  }

  private static JsonNode sorted(JsonNode node) {
    if (node instanceof ArrayNode array) {
      ArrayNode copy = array();
      array.forEach(item -> copy.add(sorted(item)));
      return copy;
    }
    if (!(node instanceof ObjectNode object)) {
      return node;
    }
    Map<String, JsonNode> fields = new TreeMap<>();
    object.properties().forEach(e -> fields.put(e.getKey(), sorted(e.getValue())));
    ObjectNode copy = object();
    fields.forEach(copy::set);
    return copy;
  }

  /** Removes fields whose value is null, at every depth outside of arrays of scalars. */
  public static void dropNulls(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (Iterator<JsonNode> values = object.elements(); values.hasNext(); ) {
        JsonNode value = values.next();
        if (value.isNull()) {
          values.remove();
        } else {
          dropNulls(value);
        }
      }
    } else if (node instanceof ArrayNode array) {
      array.forEach(Json::dropNulls);
    }
  }
}
