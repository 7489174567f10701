package dev.privateregistry.registry.http.handler;

import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of a chunk belong, {@code <first>-<last>} both inclusive and without a unit (OCI
 * distribution spec, Pushing a blob in chunks); the form of RFC 9110 is understood as well.
 */
record ContentRange(long first, long last) {
  private static final int MAX_DIGITS = 18;

  static @Nullable ContentRange tryParse(String field) {
    String text = field.trim();
    if (text.startsWith("bytes ")) {
      text = text.substring("bytes ".length()).trim();
    }
    int slash = text.indexOf('/');
    String range = slash < 0 ? text : text.substring(0, slash);
    int dash = range.indexOf('-');
    if (dash < 0) {
      return null;
    }
    long first = number(range.substring(0, dash));
    long last = number(range.substring(dash + 1));
    return first < 0 || last < first ? null : new ContentRange(first, last);
  }

  long length() {
    return last - first + 1;
  }

  private static long number(String digits) {
    if (digits.isEmpty() || digits.length() > MAX_DIGITS) {
      return -1;
    }
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return -1;
      }
    }
    return Long.parseLong(digits);
  }
}
