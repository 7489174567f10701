package dev.privateregistry.registry.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Writes the configuration in force as a config.yml that means the same: what the file and the
 * environment say, and the defaults of everything else. Keys without effect are left out. Defaults
 * that are no values, for example a random secret, are comments at the end. Secrets are masked.
 */
final class EffectiveText {
  /** Stands in for secrets, and is refused as one. */
  static final String MASK = "***";

  private static final String DEFAULT = "default";

  /** Sections that say nothing without another: their defaults are not printed then. */
  private static final Map<String, String> NEEDS =
      Map.of(
          "access.failedlogins", "auth.htpasswd",
          "http.tls.letsencrypt", "http.tls.letsencrypt");

  private final ConfigNode.Mapping root;
  private final List<String> comments = new ArrayList<>();

  private EffectiveText(ConfigNode.Mapping root) {
    this.root = root;
  }

  /**
   * @param root a configuration without problems, the environment applied
   */
  static String of(ConfigNode.Mapping root) {
    return new EffectiveText(root).text();
  }

  private String text() {
    ConfigNode.Mapping written = new ConfigNode.Mapping(Map.of(), DEFAULT);
    for (Key<?> key : Keys.ALL) {
      Optional<ConfigNode> value = value(key);
      if (value.isPresent()) {
        written = put(written, key.path(), value.get());
      }
    }
    if (find("storage.inmemory") != null) {
      written = put(written, "storage.inmemory", new ConfigNode.Mapping(Map.of(), DEFAULT));
    }
    String values = YamlText.write(written);
    StringBuilder text = new StringBuilder();
    if (values.contains(MASK)) {
      text.append("# Secrets are shown as " + MASK + "; serve refuses that: put them in.\n");
    }
    text.append(values);
    if (!comments.isEmpty()) {
      text.append("# Not set:\n");
      comments.forEach(comment -> text.append("#   ").append(comment).append('\n'));
    }
    return text.toString();
  }

  private Optional<ConfigNode> value(Key<?> key) {
    ConfigNode given = find(key.path());
    if (given != null && !ConfigNode.isNothing(given)) {
      return Optional.of(masked(key, given));
    }
    if (key.fallback() == null || !isChosen(key.path())) {
      return Optional.empty();
    }
    Optional<ConfigNode> fallback = fallback(key);
    if (fallback.isEmpty()) {
      comments.add(key.path() + ": " + key.fallbackText());
    }
    return fallback;
  }

  /** Options of a driver or a kind of authentication say something only if it is chosen. */
  private boolean isChosen(String path) {
    String[] parts = path.split("\\.");
    boolean isOption =
        parts.length > 2
            && (parts[0].equals("auth")
                || (parts[0].equals("storage") && !StorageKeys.OPTIONS.contains(parts[1])));
    boolean hasWhatItNeeds =
        NEEDS.entrySet().stream()
            .allMatch(
                entry -> !path.startsWith(entry.getKey() + ".") || find(entry.getValue()) != null);
    return hasWhatItNeeds && (!isOption || find(parts[0] + "." + parts[1]) != null);
  }

  /** The default, where its text for a reader is also its text in the file. */
  private static <T> Optional<ConfigNode> fallback(Key<T> key) {
    try {
      ConfigNode node = YamlText.parseValue(key.fallbackText(), DEFAULT);
      return key.type().reader().apply(node).equals(key.fallback())
          ? Optional.of(node)
          : Optional.empty();
    } catch (IllegalArgumentException noValue) {
      return Optional.empty();
    }
  }

  private static ConfigNode masked(Key<?> key, ConfigNode value) {
    if (key.type().isSecret()) {
      return mapped(value, text -> MASK);
    }
    if (!key.type().fields().isEmpty() && value instanceof ConfigNode.Sequence items) {
      return new ConfigNode.Sequence(
          items.items().stream().map(item -> maskedItem(key, item)).toList(), items.origin());
    }
    return mapped(value, EffectiveText::withoutPassword);
  }

  private static ConfigNode maskedItem(Key<?> key, ConfigNode item) {
    if (!(item instanceof ConfigNode.Mapping mapping)) {
      return item;
    }
    ConfigNode.Mapping result = new ConfigNode.Mapping(Map.of(), item.origin());
    for (Key<?> field : key.type().fields()) {
      ConfigNode value = find(mapping, field.path());
      if (value != null && !ConfigNode.isNothing(value)) {
        result = put(result, field.path(), masked(field, value));
      }
    }
    return result;
  }

  /** A URL may hold a password. */
  private static String withoutPassword(String text) {
    return text.replaceFirst("^(https?://)[^/@]*@", "$1" + MASK + "@");
  }

  private static ConfigNode mapped(ConfigNode node, UnaryOperator<String> change) {
    return switch (node) {
      case ConfigNode.Scalar(String text, ConfigNode.Scalar.Tag tag, String origin) ->
          new ConfigNode.Scalar(change.apply(text), tag, origin);
      case ConfigNode.Sequence(List<ConfigNode> items, String origin) ->
          new ConfigNode.Sequence(
              items.stream().map(item -> mapped(item, change)).toList(), origin);
      case ConfigNode.Mapping(Map<String, ConfigNode> entries, String origin) -> {
        Map<String, ConfigNode> changed = new LinkedHashMap<>();
        entries.forEach((name, value) -> changed.put(name, mapped(value, change)));
        yield new ConfigNode.Mapping(changed, origin);
      }
    };
  }

  private @Nullable ConfigNode find(String path) {
    return find(root, path);
  }

  private static @Nullable ConfigNode find(ConfigNode.Mapping from, String path) {
    ConfigNode node = from;
    for (String name : path.split("\\.")) {
      node = node instanceof ConfigNode.Mapping mapping ? mapping.get(name) : null;
    }
    return node;
  }

  private static ConfigNode.Mapping put(ConfigNode.Mapping into, String path, ConfigNode value) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      return into.with(path, value);
    }
    String section = path.substring(0, dot);
    ConfigNode.Mapping inner =
        into.get(section) instanceof ConfigNode.Mapping mapping
            ? mapping
            : new ConfigNode.Mapping(Map.of(), value.origin());
    return into.with(section, put(inner, path.substring(dot + 1), value));
  }
}
