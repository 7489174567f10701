package dev.privateregistry.registry.config;

import org.jspecify.annotations.Nullable;

/**
 * One key of config.yml that works.
 *
 * @param path dotted, as in the YAML
 * @param fallback used when the key is not given; null when it must be
 * @param fallbackText the same for a reader
 * @param meaning one or two sentences for the reference page
 */
record Key<T>(
    String path, KeyType<T> type, @Nullable T fallback, String fallbackText, String meaning) {
  static <T> Key<T> required(String path, KeyType<T> type, String meaning) {
    return new Key<>(path, type, null, "required", meaning);
  }

  static <T> Key<T> optional(
      String path, KeyType<T> type, T fallback, String fallbackText, String meaning) {
    return new Key<>(path, type, fallback, fallbackText, meaning);
  }

  /** The section the key is in; empty for a key at the top. */
  String section() {
    int dot = path.lastIndexOf('.');
    return dot < 0 ? "" : path.substring(0, dot);
  }
}
