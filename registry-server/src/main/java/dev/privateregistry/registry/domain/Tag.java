package dev.privateregistry.registry.domain;

import org.jspecify.annotations.Nullable;

/**
 * A movable name of a manifest: {@code [a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}} (OCI distribution spec,
 * Pulling manifests).
 */
public record Tag(String value) implements Reference {
  private static final int MAX_LENGTH = 128;

  public Tag {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a tag: " + value);
    }
  }

  public static @Nullable Tag tryParse(String text) {
    return isValid(text) ? new Tag(text) : null;
  }

  private static boolean isValid(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH || !isWordCharacter(text.charAt(0))) {
      return false;
    }
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isWordCharacter(c) && c != '.' && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isWordCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  @Override
  public String toString() {
    return value;
  }
}
