package dev.privateregistry.operator.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The fields that one applied configuration holds, in the {@code fieldsV1} form of {@code
 * metadata.managedFields}: {@code f:} for a field, {@code k:} for an element of a keyed list.
 */
final class FieldSet {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Keys of the keyed lists, by the name of the field that holds the list. */
  private static final Map<String, List<String>> LIST_KEYS =
      Map.ofEntries(
          Map.entry("containers", List.of("name")),
          Map.entry("initContainers", List.of("name")),
          Map.entry("env", List.of("name")),
          Map.entry("volumes", List.of("name")),
          Map.entry("volumeMounts", List.of("mountPath")),
          Map.entry("ownerReferences", List.of("uid")),
          Map.entry("conditions", List.of("type")),
          Map.entry("users", List.of("name")),
          Map.entry("imagePullSecrets", List.of("name")));

  private FieldSet() {}

  static Map<String, Object> of(Map<String, Object> applied) {
    Map<String, Object> content = new LinkedHashMap<>(applied);
    content.remove("apiVersion");
    content.remove("kind");
    if (content.get("metadata") instanceof Map<?, ?> metadata) {
      Map<String, Object> kept = new LinkedHashMap<>(asMap(metadata));
      List.of("name", "namespace", "uid", "resourceVersion", "managedFields", "generation")
          .forEach(kept::remove);
      content.put("metadata", kept);
      if (kept.isEmpty()) {
        content.remove("metadata");
      }
    }
    return ofMap(content);
  }

  /** The keys of the list below this field, empty for a list that is replaced as a whole. */
  static List<String> keysOf(String field, List<?> elements) {
    if (field.equals("ports")) {
      boolean service =
          elements.stream().anyMatch(port -> port instanceof Map<?, ?> m && m.containsKey("port"));
      return service ? List.of("port", "protocol") : List.of("containerPort", "protocol");
    }
    return LIST_KEYS.getOrDefault(field, List.of());
  }

  static Map<String, Object> keyOf(Map<String, Object> element, List<String> keys) {
    Map<String, Object> key = new TreeMap<>();
    keys.forEach(name -> key.put(name, element.getOrDefault(name, "TCP")));
    return key;
  }

  static String keyText(Map<String, Object> key) {
    try {
      return "k:" + JSON.writeValueAsString(key);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> asMap(@Nullable Object value) {
    return (Map<String, Object>) Objects.requireNonNull(value);
  }

  private static Map<String, Object> ofMap(Map<String, Object> content) {
    Map<String, Object> fields = new LinkedHashMap<>();
    content.forEach((name, value) -> fields.put("f:" + name, ofValue(name, value)));
    return fields;
  }

  private static Map<String, Object> ofValue(String name, Object value) {
    if (value instanceof Map<?, ?> map) {
      return ofMap(asMap(map));
    }
    if (value instanceof List<?> list) {
      List<String> keys = keysOf(name, list);
      if (!keys.isEmpty()) {
        Map<String, Object> elements = new LinkedHashMap<>();
        for (Object element : list) {
          Map<String, Object> held = new LinkedHashMap<>();
          held.put(".", Map.of());
          held.putAll(ofMap(asMap(element)));
          elements.put(keyText(keyOf(asMap(element), keys)), held);
        }
        return elements;
      }
    }
    return new LinkedHashMap<>();
  }
}
