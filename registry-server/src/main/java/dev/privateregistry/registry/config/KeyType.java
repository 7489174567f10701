package dev.privateregistry.registry.config;

import static java.util.stream.Collectors.joining;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a key may hold.
 *
 * @param notation for the reference page and messages, for example {@code duration}
 * @param shape what the environment rule does below the key
 * @param reader throws {@link IllegalArgumentException} with what is wrong and the remedy
 */
record KeyType<T>(String notation, Shape shape, Function<ConfigNode, T> reader) {
  /** How environment variables descend into a value. */
  enum Shape {
    VALUE,
    LIST,
    MAP_OF_VALUES,
    MAP_OF_LISTS
  }

  static KeyType<String> text() {
    return scalar("text", text -> text);
  }

  static KeyType<Boolean> flag() {
    return new KeyType<>("true or false", Shape.VALUE, KeyType::readFlag);
  }

  static KeyType<Duration> duration() {
    return scalar("duration", GoDuration::parse);
  }

  static KeyType<ListenAddress> address() {
    return scalar("host:port", ListenAddress::parse);
  }

  static KeyType<Path> path() {
    return scalar(
        "path",
        text -> {
          if (text.isEmpty()) {
            throw new IllegalArgumentException("is empty; write a path");
          }
          return Path.of(text);
        });
  }

  static KeyType<Integer> count(int least) {
    return scalar(
        "number",
        text -> {
          int number;
          try {
            number = Integer.parseInt(text);
          } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a whole number", e);
          }
          if (number < least) {
            throw new IllegalArgumentException(number + " is too small; at least " + least);
          }
          return number;
        });
  }

  static KeyType<URI> baseUrl() {
    return scalar("URL", BaseUrl::parse);
  }

  static KeyType<Secret> secret() {
    return scalar("secret text", Secret::new);
  }

  /** One of some words: each value's own text. */
  @SafeVarargs
  static <E> KeyType<E> oneOf(E... values) {
    String notation = Arrays.stream(values).map(Object::toString).collect(joining(", "));
    return scalar(
        notation,
        text -> {
          for (E value : values) {
            if (value.toString().equals(text)) {
              return value;
            }
          }
          throw new IllegalArgumentException("'" + text + "' is not one of: " + notation);
        });
  }

  /** The same, but it may be left out or empty. */
  KeyType<Optional<T>> optional() {
    return new KeyType<>(
        notation,
        shape,
        node ->
            node instanceof ConfigNode.Scalar scalar && scalar.text().isEmpty()
                ? Optional.empty()
                : Optional.of(reader.apply(node)));
  }

  /** A list of these. */
  KeyType<List<T>> list() {
    return new KeyType<>(
        "list of " + notation,
        Shape.LIST,
        node -> {
          if (!(node instanceof ConfigNode.Sequence sequence)) {
            throw new IllegalArgumentException(
                "is " + node.kind() + "; write a list, for example [a, b]");
          }
          List<T> values = new ArrayList<>();
          sequence.items().forEach(item -> values.add(reader.apply(item)));
          return List.copyOf(values);
        });
  }

  /** Names of the user's choice, each with one of these. */
  KeyType<Map<String, T>> map() {
    return new KeyType<>(
        "names with " + notation,
        shape == Shape.LIST ? Shape.MAP_OF_LISTS : Shape.MAP_OF_VALUES,
        node -> {
          if (!(node instanceof ConfigNode.Mapping mapping)) {
            throw new IllegalArgumentException("is " + node.kind() + "; write name: value lines");
          }
          Map<String, T> values = new LinkedHashMap<>();
          mapping.entries().forEach((name, value) -> values.put(name, entry(name, value)));
          return values;
        });
  }

  private T entry(String name, ConfigNode value) {
    try {
      return reader.apply(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + " " + e.getMessage(), e);
    }
  }

  private static <T> KeyType<T> scalar(String notation, Function<String, T> parser) {
    return new KeyType<>(
        notation,
        Shape.VALUE,
        node -> {
          if (!(node instanceof ConfigNode.Scalar scalar)) {
            throw new IllegalArgumentException("is " + node.kind() + "; write " + notation);
          }
          return parser.apply(scalar.text());
        });
  }

  private static Boolean readFlag(ConfigNode node) {
    if (!(node instanceof ConfigNode.Scalar scalar)) {
      throw new IllegalArgumentException("is " + node.kind() + "; write true or false");
    }
    return switch (scalar.text().toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default ->
          throw new IllegalArgumentException("'" + scalar.text() + "' is neither true nor false");
    };
  }
}
