package dev.privateregistry.registry.domain;

import org.jspecify.annotations.Nullable;

/**
 * The name of a repository: components of lower-case letters and digits, joined inside by {@code
 * .}, {@code _}, {@code __} or dashes, separated by slashes (OCI distribution spec, Pulling
 * manifests). At most 255 characters.
 */
public record RepositoryName(String value) implements Comparable<RepositoryName> {
  private static final int MAX_LENGTH = 255;

  public RepositoryName {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a repository name: " + value);
    }
  }

  public static @Nullable RepositoryName tryParse(String text) {
    return isValid(text) ? new RepositoryName(text) : null;
  }

  private static boolean isValid(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return false;
    }
    int start = 0;
    while (start <= text.length()) {
      int slash = text.indexOf('/', start);
      int end = slash < 0 ? text.length() : slash;
      if (!isComponent(text, start, end)) {
        return false;
      }
      start = end + 1;
    }
    return true;
  }

  private static boolean isComponent(String text, int start, int end) {
    int i = start;
    while (true) {
      int wordStart = i;
      while (i < end && isAlphanumeric(text.charAt(i))) {
        i++;
      }
      if (i == wordStart) {
        return false;
      }
      if (i == end) {
        return true;
      }
      i = afterSeparator(text, i, end);
    }
  }

  /** The index after the one separator that may stand here; unchanged when there is none. */
  private static int afterSeparator(String text, int start, int end) {
    char c = text.charAt(start);
    if (c == '.') {
      return start + 1;
    }
    if (c == '_') {
      return start + 1 < end && text.charAt(start + 1) == '_' ? start + 2 : start + 1;
    }
    int i = start;
    while (i < end && text.charAt(i) == '-') {
      i++;
    }
    return i;
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  @Override
  public int compareTo(RepositoryName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
