package dev.privateregistry.registry.config;

import org.jspecify.annotations.Nullable;

/** Reads typed values by key, reporting instead of throwing. */
final class Values {
  private final ConfigNode.Mapping root;
  private final Problems problems;

  Values(ConfigNode.Mapping root, Problems problems) {
    this.root = root;
    this.problems = problems;
  }

  /** The value given, else the key's fallback. Not for required keys. */
  <T> T get(Key<T> key) {
    T fallback = key.fallback();
    if (fallback == null) {
      throw new IllegalArgumentException(key.path() + " has no fallback");
    }
    return read(key, fallback);
  }

  /**
   * The value of a required key.
   *
   * @param placeholder stands in for a value that is missing, which is an error
   */
  <T> T require(Key<T> key, T placeholder) {
    if (ConfigNode.isNothing(find(key.path()))) {
      problems.error(key.path() + " is missing; it must hold " + key.type().notation());
      return placeholder;
    }
    return read(key, placeholder);
  }

  /** Reports what no single value shows: two keys that do not go together, a bound. */
  void problem(String message) {
    problems.error(message);
  }

  /** Reports what was accepted without effect. */
  void warning(String message) {
    problems.warning(message);
  }

  /** The value or section at a dotted path. */
  @Nullable ConfigNode find(String path) {
    ConfigNode node = root;
    for (String name : path.split("\\.")) {
      node = node instanceof ConfigNode.Mapping mapping ? mapping.get(name) : null;
    }
    return node;
  }

  private <T> T read(Key<T> key, T fallback) {
    ConfigNode node = find(key.path());
    if (node == null || ConfigNode.isNothing(node)) {
      return fallback;
    }
    try {
      return key.type().reader().apply(node);
    } catch (IllegalArgumentException e) {
      problems.error("%s (%s): %s".formatted(key.path(), node.origin(), e.getMessage()));
      return fallback;
    }
  }
}
