package dev.privateregistry.registry.http.netty;

import io.netty.util.AsciiString;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Field names of answers in the lower case that HTTP/2 demands, each converted once. */
final class FieldNames {
  private static final int MOST = 512;

  private final Map<String, AsciiString> known = new HashMap<>();

  AsciiString lower(String name) {
    AsciiString lower = known.get(name);
    if (lower == null) {
      lower = AsciiString.cached(name.toLowerCase(Locale.ROOT));
      if (known.size() < MOST) {
        known.put(name, lower);
      }
    }
    return lower;
  }
}
