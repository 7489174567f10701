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
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What a key may hold.
 *
 * @param notation for the reference page and messages, for example {@code duration}
 * @param shape what the environment rule does below the key
 * @param fields what each item of a list of sections holds, by paths that start at the item
 * @param reader throws {@link IllegalArgumentException} with what is wrong and the remedy
 */
record KeyType<T>(
    String notation, Shape shape, List<Key<?>> fields, Function<ConfigNode, T> reader) {
  private KeyType(String notation, Shape shape, Function<ConfigNode, T> reader) {
    this(notation, shape, List.of(), reader);
  }

  /** The notation of a secret; that of lists and maps of secrets ends with it too. */
  private static final String SECRET = "secret text";

  /** Whether this must not be shown. */
  boolean isSecret() {
    return notation.endsWith(SECRET);
  }

  /** How environment variables descend into a value. */
  enum Shape {
    VALUE,
    LIST,
    LIST_OF_SECTIONS,
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

  static KeyType<AddressRange> addresses() {
    return scalar("address or range", AddressRange::parse);
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

  /** A path to stand before another: without a slash at its end, and empty for the root. */
  static KeyType<String> pathPrefix() {
    return scalar(
        "path of a URL",
        text -> {
          if (!text.matches("(/[A-Za-z0-9._~-]+)*/?")) {
            throw new IllegalArgumentException(
                "'" + text + "' is not a path of a URL; write it like /registry/");
          }
          return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        });
  }

  static KeyType<URI> baseUrl() {
    return scalar("URL", BaseUrl::parse);
  }

  /** Any address of the web. */
  static KeyType<URI> webUrl() {
    return scalar(
        "URL",
        text -> {
          if (text.contains("://" + EffectiveText.MASK + "@")) {
            throw new IllegalArgumentException(
                "'"
                    + text
                    + "' has what config print shows in place of a password; write the password");
          }
          return BaseUrl.parseWeb(text);
        });
  }

  /** The name of a host in the DNS, in lower case and ASCII. */
  static KeyType<String> hostName() {
    return scalar("host name", HostName::parse);
  }

  /** Header fields of requests, whose values are secret. */
  static KeyType<Map<String, List<Secret>>> headerFields() {
    KeyType<Map<String, List<Secret>>> fields = secret().list().map();
    return new KeyType<>(
        fields.notation, fields.shape, node -> HeaderFields.check(fields.reader.apply(node)));
  }

  static KeyType<Secret> secret() {
    return scalar(
        SECRET,
        text -> {
          if (text.equals(EffectiveText.MASK)) {
            throw new IllegalArgumentException(
                "'" + text + "' is what config print shows in place of a secret; write the secret");
          }
          return new Secret(text);
        });
  }

  /** A regular expression, as text. */
  static KeyType<String> regex() {
    return scalar(
        "regular expression",
        text -> {
          try {
            return Pattern.compile(text).pattern();
          } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                "'" + text + "' is not a regular expression: " + e.getDescription(), e);
          }
        });
  }

  /** One of some words: each value's own text, in upper or lower case. */
  @SafeVarargs
  static <E> KeyType<E> oneOf(E... values) {
    String notation = Arrays.stream(values).map(Object::toString).collect(joining(", "));
    return scalar(notation, text -> wordOf(text, values));
  }

  /** The value whose own text this is. */
  @SafeVarargs
  static <E> E wordOf(String text, E... values) {
    for (E value : values) {
      if (value.toString().equalsIgnoreCase(text)) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "'"
            + text
            + "' is not one of: "
            + Arrays.stream(values).map(Object::toString).collect(joining(", ")));
  }

  /** A value that is read together with others. */
  static KeyType<Optional<ConfigNode>> node(String notation, Shape shape) {
    return new KeyType<>(notation, shape, Optional::of);
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

  /** The same, but it may be a section, which stands for this value. */
  KeyType<T> orSection(T value) {
    return new KeyType<>(
        notation, shape, node -> node instanceof ConfigNode.Mapping ? value : reader.apply(node));
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

  /**
   * A list of sections.
   *
   * @param fields the keys of one, by paths that start there
   * @param reader makes one from its values
   */
  static <T> KeyType<List<T>> sections(List<Key<?>> fields, Function<Values, T> reader) {
    return new KeyType<>(
        "list of sections",
        Shape.LIST_OF_SECTIONS,
        List.copyOf(fields),
        node -> {
          if (!(node instanceof ConfigNode.Sequence sequence)) {
            throw new IllegalArgumentException(
                "is " + node.kind() + "; write a list, each item after a dash");
          }
          List<T> items = new ArrayList<>();
          for (int i = 0; i < sequence.items().size(); i++) {
            items.add(section(i, sequence.items().get(i), reader));
          }
          return List.copyOf(items);
        });
  }

  private static <T> T section(int index, ConfigNode item, Function<Values, T> reader) {
    if (!(item instanceof ConfigNode.Mapping mapping)) {
      throw new IllegalArgumentException(
          "item " + index + " is " + item.kind() + "; write key: value lines");
    }
    Problems problems = new Problems();
    T value = reader.apply(new Values(mapping, problems));
    if (!problems.errors().isEmpty()) {
      throw new IllegalArgumentException(
          "item " + index + ": " + String.join("; ", problems.errors()));
    }
    return value;
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
