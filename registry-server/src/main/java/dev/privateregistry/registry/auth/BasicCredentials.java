package dev.privateregistry.registry.auth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** User and password as sent in an Authorization field (RFC 7617). */
record BasicCredentials(String user, String password) {
  static final String SCHEME = "Basic ";

  static boolean isIn(String authorization) {
    return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
  }

  /** What the field holds; empty when it is malformed. */
  static Optional<BasicCredentials> parse(String authorization) {
    if (!isIn(authorization)) {
      return Optional.empty();
    }
    byte[] decoded;
    try {
      decoded = Base64.getDecoder().decode(authorization.substring(SCHEME.length()).strip());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    String pair = new String(decoded, StandardCharsets.UTF_8);
    int colon = pair.indexOf(':');
    return colon <= 0
        ? Optional.empty()
        : Optional.of(new BasicCredentials(pair.substring(0, colon), pair.substring(colon + 1)));
  }

  @Override
  public String toString() {
    return user + ":***";
  }
}
