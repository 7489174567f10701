package dev.privateregistry.registry.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Header fields for requests that the registry makes itself. */
final class HeaderFields {
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

  private HeaderFields() {}

  static Map<String, List<Secret>> check(Map<String, List<Secret>> fields) {
    fields.forEach(
        (name, values) -> {
          if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
            throw new IllegalArgumentException("'" + name + "' is not the name of a header field");
          }
          if (OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(name + " is set by the registry itself; remove it");
          }
          for (Secret value : values) {
            if (!value.reveal().chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7f))) {
              throw new IllegalArgumentException(
                  name + " holds a line break or another control character");
            }
          }
        });
    return fields;
  }
}
