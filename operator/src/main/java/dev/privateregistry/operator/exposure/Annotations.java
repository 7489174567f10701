package dev.privateregistry.operator.exposure;

import java.util.Map;
import java.util.TreeMap;

/** Annotations with one prefix, while they are collected. */
final class Annotations {
  private final String prefix;
  private final Map<String, String> collected = new TreeMap<>();

  Annotations(String prefix) {
    this.prefix = prefix;
  }

  Annotations put(String name, String value) {
    collected.put(prefix + name, value);
    return this;
  }

  Map<String, String> toMap() {
    return collected;
  }
}
