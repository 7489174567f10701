package dev.privateregistry.registry.config;

import java.net.IDN;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Names of hosts in the DNS, for which somebody can certify who answers. */
final class HostName {
  private HostName() {}

  /**
   * The name in lower case, letters beyond ASCII in their ASCII form (RFC 5890).
   *
   * @throws IllegalArgumentException when it is an address, a pattern or no name
   */
  static String parse(String text) {
    if (text.startsWith("*.")) {
      throw new IllegalArgumentException(
          "'%s' is a pattern, which this way of proof (TLS-ALPN-01) cannot have; name each host"
              .formatted(text));
    }
    String name;
    try {
      name = IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException notAName) {
      throw wrong(text, notAName);
    }
    if (name.isEmpty() || name.length() > 253 || name.endsWith(".") || name.matches("[0-9.]+")) {
      throw wrong(text, null);
    }
    return name;
  }

  private static IllegalArgumentException wrong(String text, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "'" + text + "' is not the name of a host; write it like registry.example.com", cause);
  }
}
