package dev.privateregistry.operator.decide.model;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An object as the API server holds it. Two with the same content are the same one, and have the
 * same resourceVersion: a decision made from one is right for the other, so nothing is lost, and
 * there are finitely many.
 */
final class Stored {

  private final String slot;
  private final int number;
  private final HasMetadata object;
  private final Map<String, String> text;

  private Stored(String slot, int number, HasMetadata object, Map<String, String> text) {
    this.slot = slot;
    this.number = number;
    this.object = object;
    this.text = text;
  }

  /** Where the object lies: its kind and name. */
  String slot() {
    return slot;
  }

  /** The object with its resourceVersion; not to be changed. */
  HasMetadata object() {
    return object;
  }

  /** The text under a key, "" when there is none. */
  String text(String key) {
    return text.getOrDefault(key, "");
  }

  String version() {
    return object.getMetadata().getResourceVersion();
  }

  /** The value of an annotation, "" when there is none. */
  String annotation(String key) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return annotations == null ? "" : annotations.getOrDefault(key, "");
  }

  /** The same in every run. */
  @Override
  public int hashCode() {
    return number * 0x9E3779B9;
  }

  /** Only by identity: the {@link Table} makes one of each content. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public String toString() {
    return slot + "@" + version();
  }

  static String slot(HasMetadata object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }

  /** Gives each content its one object. */
  static final class Table {

    private final Map<String, Stored> byContent = new HashMap<>();

    Stored store(HasMetadata written) {
      Map<String, String> text = text(written);
      var meta = written.getMetadata();
      String content =
          slot(written)
              + text
              + meta.getAnnotations()
              + meta.getLabels()
              + meta.getOwnerReferences();
      return byContent.computeIfAbsent(
          content,
          key -> {
            HasMetadata stored = copy(written);
            int number = byContent.size() + 1;
            stored.getMetadata().setResourceVersion(String.valueOf(number));
            return new Stored(slot(stored).intern(), number, stored, text);
          });
    }

    private static HasMetadata copy(HasMetadata object) {
      return switch (object) {
        case Secret secret -> new SecretBuilder(secret).build();
        case ConfigMap map -> new ConfigMapBuilder(map).build();
        default -> throw new IllegalStateException("the model has no " + object.getKind());
      };
    }

    private static Map<String, String> text(HasMetadata object) {
      Map<String, String> text = new TreeMap<>();
      switch (object) {
        case Secret secret ->
            data(secret.getData())
                .forEach(
                    (key, value) ->
                        text.put(
                            key,
                            new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        case ConfigMap map -> text.putAll(data(map.getData()));
        default -> throw new IllegalStateException("the model has no " + object.getKind());
      }
      return text;
    }

    private static Map<String, String> data(@Nullable Map<String, String> data) {
      return data == null ? Map.of() : data;
    }
  }
}
