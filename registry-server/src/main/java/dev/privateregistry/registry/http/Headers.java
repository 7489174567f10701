package dev.privateregistry.registry.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The header fields of a response, in order. Immutable; names keep their spelling. */
public final class Headers {
  private static final Headers EMPTY = new Headers(List.of());

  private final List<Field> fields;

  private Headers(List<Field> fields) {
    this.fields = List.copyOf(fields);
  }

  /** One field line; CR, LF and NUL can be in neither part. */
  public record Field(String name, String value) {
    public Field {
      if (name.isEmpty() || breaksLine(name) || breaksLine(value)) {
        throw new IllegalArgumentException("not a header field: " + name);
      }
    }

    private static boolean breaksLine(String text) {
      return text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0 || text.indexOf('\0') >= 0;
    }
  }

  public static Headers none() {
    return EMPTY;
  }

  /** Names and values in turn. */
  public static Headers of(String... namesAndValues) {
    List<Field> fields = new ArrayList<>(namesAndValues.length / 2);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.add(new Field(namesAndValues[i], namesAndValues[i + 1]));
    }
    return new Headers(fields);
  }

  /** These fields and one more at the end. */
  public Headers and(String name, String value) {
    List<Field> more = new ArrayList<>(fields);
    more.add(new Field(name, value));
    return new Headers(more);
  }

  /** These fields, with this value in place of every one of the name (case-insensitive). */
  public Headers with(String name, String value) {
    List<Field> others = new ArrayList<>(fields);
    others.removeIf(field -> field.name().equalsIgnoreCase(name));
    others.add(new Field(name, value));
    return new Headers(others);
  }

  public List<Field> fields() {
    return fields;
  }

  /** The first value of this name (case-insensitive), or null. */
  public @Nullable String first(String name) {
    for (Field field : fields) {
      if (field.name().equalsIgnoreCase(name)) {
        return field.value();
      }
    }
    return null;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Field field : fields) {
      text.append(field.name().toLowerCase(Locale.ROOT)).append(": ").append(field.value());
      text.append('\n');
    }
    return text.toString();
  }
}
