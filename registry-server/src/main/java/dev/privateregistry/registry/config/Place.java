package dev.privateregistry.registry.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What distribution's Go types have at a place of the configuration: it decides how environment
 * variables descend. Made from {@link Keys} and {@link OtherKeys}.
 */
sealed interface Place {
  /**
   * A Go struct.
   *
   * @param children by YAML key
   * @param goNames YAML key by upper-cased Go field name
   */
  record Struct(Map<String, Place> children, Map<String, String> goNames) implements Place {}

  /** A Go map: any key goes. */
  record MapOf(Place value) implements Place {}

  /** A Go slice. */
  record ListOf(Place item) implements Place {}

  /** A single value. */
  record Leaf() implements Place {}

  /** Go's {@code any}: whatever is there already, else a map. */
  record Any() implements Place {}

  /** The whole configuration. */
  static Place root() {
    Map<String, Place> tree = new LinkedHashMap<>();
    for (Key<?> key : Keys.ALL) {
      add(tree, key.path().split("\\."), 0, leaf(key.type()));
    }
    for (OtherKeys.Row row : OtherKeys.ALL) {
      add(tree, row.path().split("\\."), 0, new Any());
    }
    Struct all = struct("", tree);
    Map<String, Place> children = new LinkedHashMap<>(all.children());
    children.put("storage", new MapOf(new MapOf(new Any())));
    children.put("auth", new MapOf(new MapOf(new Any())));
    return new Struct(children, all.goNames());
  }

  private static void add(Map<String, Place> tree, String[] path, int index, Place leaf) {
    if (index == path.length - 1) {
      tree.put(path[index], leaf);
      return;
    }
    Place inner = tree.get(path[index]);
    Map<String, Place> children =
        inner instanceof Struct struct ? struct.children() : new LinkedHashMap<>();
    add(children, path, index + 1, leaf);
    tree.put(path[index], new Struct(children, Map.of()));
  }

  private static Struct struct(String prefix, Map<String, Place> children) {
    Map<String, Place> named = new LinkedHashMap<>();
    Map<String, String> goNames = new LinkedHashMap<>();
    children.forEach(
        (key, place) -> {
          String path = prefix + key;
          named.put(
              key, place instanceof Struct inner ? struct(path + ".", inner.children()) : place);
          String goName = OtherKeys.GO_NAMES.get(path);
          goNames.put(goName == null ? key.toUpperCase(Locale.ROOT) : goName, key);
        });
    return new Struct(named, goNames);
  }

  private static Place leaf(KeyType<?> type) {
    return switch (type.shape()) {
      case VALUE -> new Leaf();
      case LIST -> new ListOf(new Leaf());
      case LIST_OF_SECTIONS -> new ListOf(section(type.fields()));
      case MAP_OF_VALUES -> new MapOf(new Any());
      case MAP_OF_LISTS -> new MapOf(new ListOf(new Leaf()));
    };
  }

  private static Struct section(List<Key<?>> fields) {
    Map<String, Place> tree = new LinkedHashMap<>();
    for (Key<?> field : fields) {
      add(tree, field.path().split("\\."), 0, leaf(field.type()));
    }
    return struct("", tree);
  }
}
