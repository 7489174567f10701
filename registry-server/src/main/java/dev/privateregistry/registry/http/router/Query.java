package dev.privateregistry.registry.http.router;

import org.jspecify.annotations.Nullable;

/** The parameters in a query as sent; read when asked for. */
public record Query(String raw) {
  /** The first value of this name, decoded; null when there is none or it is malformed. */
  public @Nullable String first(String name) {
    int start = 0;
    while (start < raw.length()) {
      int ampersand = raw.indexOf('&', start);
      int end = ampersand < 0 ? raw.length() : ampersand;
      int equals = raw.indexOf('=', start);
      int nameEnd = equals < 0 || equals > end ? end : equals;
      if (name.equals(decode(raw.substring(start, nameEnd)))) {
        return nameEnd == end ? "" : decode(raw.substring(nameEnd + 1, end));
      }
      start = end + 1;
    }
    return null;
  }

  private static @Nullable String decode(String text) {
    return Percent.decode(text.replace('+', ' '));
  }
}
