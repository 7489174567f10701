package dev.privateregistry.registry.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of config.yml as written, together with where it was written: a line of the file or an
 * environment variable. Scalars keep their text, so that a secret of {@code 0123} stays four
 * characters.
 */
sealed interface ConfigNode {
  /** For messages, for example {@code line 7} or {@code REGISTRY_HTTP_ADDR}. */
  String origin();

  /** What a person would call this kind of value. */
  String kind();

  /** Text, number, boolean or nothing. */
  record Scalar(String text, Tag tag, String origin) implements ConfigNode {
    /** What YAML 1.1 takes an unquoted scalar for. */
    enum Tag {
      NULL,
      BOOLEAN,
      OTHER
    }

    @Override
    public String kind() {
      return tag == Tag.NULL ? "nothing" : "a value";
    }
  }

  /** Keys in the order written. */
  record Mapping(Map<String, ConfigNode> entries, String origin) implements ConfigNode {
    public Mapping {
      entries = new LinkedHashMap<>(entries);
    }

    @Nullable ConfigNode get(String key) {
      return entries.get(key);
    }

    Mapping with(String key, ConfigNode value) {
      Map<String, ConfigNode> changed = new LinkedHashMap<>(entries);
      changed.put(key, value);
      return new Mapping(changed, origin);
    }

    @Override
    public String kind() {
      return "a section";
    }
  }

  /** A list. */
  record Sequence(List<ConfigNode> items, String origin) implements ConfigNode {
    public Sequence {
      items = List.copyOf(items);
    }

    /** This list with one item replaced, or added at the end. */
    Sequence with(int index, ConfigNode value) {
      List<ConfigNode> changed = new ArrayList<>(items);
      if (index == changed.size()) {
        changed.add(value);
      } else {
        changed.set(index, value);
      }
      return new Sequence(changed, origin);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  static boolean isNothing(@Nullable ConfigNode node) {
    return node == null || (node instanceof Scalar scalar && scalar.tag() == Scalar.Tag.NULL);
  }
}
