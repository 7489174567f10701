package dev.privateregistry.registry.http.router;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parameters in a query as sent; read when asked for. */
public record Query(String raw) {
  /** The first value of this name, decoded; null when there is none or it is malformed. */
  public @Nullable String first(String name) {
    int start = find(name, 0);
    return start < 0 ? null : value(start);
  }

  /** Every value of this name, decoded, in order; a malformed one is an empty string. */
  public List<String> all(String name) {
    List<String> values = new ArrayList<>();
    for (int start = find(name, 0); start >= 0; start = find(name, end(start) + 1)) {
      String value = value(start);
      values.add(value == null ? "" : value);
    }
    return values;
  }

  /** Where the next parameter of this name begins, or -1. */
  private int find(String name, int from) {
    for (int start = from; start < raw.length(); start = end(start) + 1) {
      if (name.equals(decode(raw.substring(start, nameEnd(start))))) {
        return start;
      }
    }
    return -1;
  }

  private int end(int start) {
    int ampersand = raw.indexOf('&', start);
    return ampersand < 0 ? raw.length() : ampersand;
  }

  private int nameEnd(int start) {
    int equals = raw.indexOf('=', start);
    int end = end(start);
    return equals < 0 || equals > end ? end : equals;
  }

  private @Nullable String value(int start) {
    int nameEnd = nameEnd(start);
    int end = end(start);
    return nameEnd == end ? "" : decode(raw.substring(nameEnd + 1, end));
  }

  private static @Nullable String decode(String text) {
    return Percent.decode(text.replace('+', ' '));
  }
}
