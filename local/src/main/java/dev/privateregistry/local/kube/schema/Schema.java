package dev.privateregistry.local.kube.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A view of an OpenAPI v3 schema with the {@code x-kubernetes-} extensions.
 *
 * @param node the schema without references at its top
 * @param definitions what references in it point to
 */
public record Schema(ObjectNode node, Definitions definitions) {
  private static final String REFERENCE = "#/components/schemas/";
  private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";

  /** Named schemas. */
  @FunctionalInterface
  public interface Definitions {
    ObjectNode definition(String name);
  }

  /** How the items of a list are told apart when two writers merge it. */
  public enum ListType {
    ATOMIC,
    SET,
    MAP
  }

  /** Anything goes: no type, no known field. */
  public static final Schema ANY =
      new Schema(
          Json.object().put(PRESERVE, true),
          name -> {
            throw new IllegalStateException("no definition " + name);
          });

  /** The schema a reference stands for, or the schema itself. */
  public static Schema of(JsonNode node, Definitions definitions) {
    String reference = node.path("$ref").asText("");
    JsonNode only = node.path("allOf");
    if (reference.isEmpty() && only.size() == 1) {
      reference = only.path(0).path("$ref").asText("");
    }
    if (!reference.isEmpty()) {
      return new Schema(
          definitions.definition(reference.substring(REFERENCE.length())), definitions);
    }
    return node instanceof ObjectNode object ? new Schema(object, definitions) : ANY;
  }

  /** The reference to a named schema. */
  public static ObjectNode reference(String name) {
    return Json.object().put("$ref", REFERENCE + name);
  }

  public String type() {
    return node.path("type").asText("");
  }

  public String format() {
    return node.path("format").asText("");
  }

  public boolean declares(String field) {
    return node.path("properties").has(field);
  }

  public Map<String, Schema> properties() {
    Map<String, Schema> properties = new LinkedHashMap<>();
    node.path("properties")
        .properties()
        .forEach(e -> properties.put(e.getKey(), of(e.getValue(), definitions)));
    return properties;
  }

  /** The schema of a field as it is written at its place, before a reference is followed. */
  public JsonNode written(String field) {
    return node.path("properties").path(field);
  }

  /** The schema of a field, null when the field is unknown here. */
  public @Nullable Schema field(String name) {
    JsonNode property = node.path("properties").path(name);
    if (property.isObject()) {
      return of(property, definitions);
    }
    JsonNode additional = node.path("additionalProperties");
    if (additional.isObject()) {
      return of(additional, definitions);
    }
    return preservesUnknown() || additional.asBoolean() ? ANY : null;
  }

  /** As {@link #field}, with anything allowed below an unknown field. */
  public Schema fieldOrAny(String name) {
    Schema field = field(name);
    return field == null ? ANY : field;
  }

  public Schema items() {
    JsonNode items = node.path("items");
    return items.isObject() ? of(items, definitions) : ANY;
  }

  public boolean preservesUnknown() {
    return node.path(PRESERVE).asBoolean();
  }

  public boolean intOrString() {
    return node.path("x-kubernetes-int-or-string").asBoolean();
  }

  public boolean embeddedObject() {
    return node.path("x-kubernetes-embedded-resource").asBoolean();
  }

  public boolean nullable() {
    return node.path("nullable").asBoolean();
  }

  public boolean atomicMap() {
    return node.path("x-kubernetes-map-type").asText("").equals("atomic");
  }

  public ListType listType() {
    return switch (node.path("x-kubernetes-list-type").asText("")) {
      case "map" -> ListType.MAP;
      case "set" -> ListType.SET;
      default -> ListType.ATOMIC;
    };
  }

  public List<String> listKeys() {
    return Json.texts(node.path("x-kubernetes-list-map-keys"));
  }

  /** The key that tells the items apart in a strategic merge patch, empty for scalars. */
  public String patchMergeKey() {
    return node.path("x-kubernetes-patch-merge-key").asText("");
  }

  public List<String> patchStrategies() {
    String strategies = node.path("x-kubernetes-patch-strategy").asText("");
    return strategies.isEmpty() ? List.of() : List.of(strategies.split(","));
  }

  public @Nullable JsonNode defaultValue() {
    return node.get("default");
  }

  /** The rules of {@code x-kubernetes-validations}. */
  public List<JsonNode> rules() {
    List<JsonNode> rules = new ArrayList<>();
    node.path("x-kubernetes-validations").forEach(rules::add);
    return rules;
  }
}
