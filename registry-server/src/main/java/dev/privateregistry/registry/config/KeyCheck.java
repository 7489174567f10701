package dev.privateregistry.registry.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Walks over a configuration and reports every key that has no effect. */
final class KeyCheck {
  private static final Map<String, Key<?>> KEYS =
      Keys.ALL.stream().collect(Collectors.toUnmodifiableMap(Key::path, key -> key));
  private static final Map<String, OtherKeys.Row> OTHERS =
      OtherKeys.ALL.stream().collect(Collectors.toUnmodifiableMap(OtherKeys.Row::path, row -> row));

  private final Problems problems;

  KeyCheck(Problems problems) {
    this.problems = problems;
  }

  void check(ConfigNode.Mapping root) {
    check("", root);
  }

  private void check(String prefix, ConfigNode.Mapping section) {
    section.entries().forEach((name, value) -> check(prefix, name, value));
  }

  private void check(String prefix, String name, ConfigNode value) {
    String path = prefix + name;
    OtherKeys.Row other = OTHERS.get(path);
    if (other != null) {
      if (isDriver(other) || !isOff(value)) {
        report(other, value);
      }
      return;
    }
    Key<?> key = KEYS.get(path);
    if (key != null) {
      checkItems(key, value);
      if (OTHERS.keySet().stream().anyMatch(row -> row.startsWith(path + "."))
          && value instanceof ConfigNode.Mapping section) {
        check(path + ".", section);
      }
    } else {
      if (!KnownNames.paths().contains(path)) {
        reportUnknown(path, value);
      } else if (value instanceof ConfigNode.Mapping section) {
        check(path + ".", section);
      } else if (!ConfigNode.isNothing(value)) {
        problems.error(
            "%s (%s) is %s; write a section".formatted(path, value.origin(), value.kind()));
      }
    }
  }

  private void checkItems(Key<?> key, ConfigNode value) {
    List<Key<?>> fields = key.type().fields();
    if (!fields.isEmpty() && value instanceof ConfigNode.Sequence sequence) {
      for (int i = 0; i < sequence.items().size(); i++) {
        if (sequence.items().get(i) instanceof ConfigNode.Mapping item) {
          checkItem(key.path() + "[" + i + "].", "", item, fields);
        }
      }
    }
  }

  private void checkItem(
      String place, String prefix, ConfigNode.Mapping section, List<Key<?>> fields) {
    Set<String> known = KnownNames.withSections(fields);
    for (var entry : section.entries().entrySet()) {
      String path = prefix + entry.getKey();
      if (!known.contains(path)) {
        String hint =
            KnownNames.nearest(path, known)
                .map(nearest -> "did you mean " + nearest + "?")
                .orElse("it may hold " + String.join(", ", known));
        problems.warning(
            "%s%s (%s) is not a known key; %s"
                .formatted(place, path, entry.getValue().origin(), hint));
      } else if (entry.getValue() instanceof ConfigNode.Mapping inner
          && fields.stream().noneMatch(field -> field.path().equals(path))) {
        checkItem(place, path + ".", inner, fields);
      }
    }
  }

  private void report(OtherKeys.Row row, ConfigNode value) {
    String where = row.path() + " (" + value.origin() + ")";
    switch (row.answer()) {
      case REFUSED -> problems.error(where + ": " + row.message());
      case IGNORED -> problems.warning(where + " has no effect: " + row.message());
    }
  }

  private void reportUnknown(String path, ConfigNode value) {
    String hint =
        KnownNames.nearestPath(path)
            .map(nearest -> "; did you mean " + nearest + "?")
            .orElse("; see the reference of configuration keys");
    String message = "%s (%s) is not a known key%s".formatted(path, value.origin(), hint);
    if (isChoice(path)) {
      problems.error(message);
    } else {
      problems.warning(message);
    }
  }

  /** A section that is empty or says itself that it is switched off. */
  private static boolean isOff(ConfigNode value) {
    return switch (value) {
      case ConfigNode.Scalar scalar ->
          scalar.tag() == ConfigNode.Scalar.Tag.NULL || scalar.text().isEmpty() || isFalse(scalar);
      case ConfigNode.Sequence sequence -> sequence.items().stream().allMatch(KeyCheck::isOff);
      case ConfigNode.Mapping mapping ->
          mapping.entries().entrySet().stream()
                  .allMatch(entry -> !entry.getKey().equals("disabled") && isOff(entry.getValue()))
              || isTrue(mapping.get("disabled"))
              || isOffFlag(mapping.get("enabled"));
    };
  }

  private static boolean isOffFlag(@Nullable ConfigNode node) {
    return node instanceof ConfigNode.Scalar scalar && isFalse(scalar);
  }

  /** Naming a driver or a kind of authentication chooses it, with or without options. */
  private static boolean isDriver(OtherKeys.Row row) {
    return row.answer() == OtherKeys.Answer.REFUSED && isChoice(row.path());
  }

  private static boolean isChoice(String path) {
    return path.matches("(storage|auth)\\.[^.]+");
  }

  private static boolean isFalse(ConfigNode.Scalar scalar) {
    return scalar.text().toLowerCase(Locale.ROOT).equals("false");
  }

  private static boolean isTrue(@Nullable ConfigNode node) {
    return node instanceof ConfigNode.Scalar scalar
        && scalar.text().toLowerCase(Locale.ROOT).equals("true");
  }
}
