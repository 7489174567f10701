package dev.privateregistry.registry.domain;

import org.jspecify.annotations.Nullable;

/** What part of a representation a Range field asks for (RFC 9110, section 14). */
public sealed interface ByteRange {
  /** All of it: no range, one that cannot be understood, or several. */
  record Whole() implements ByteRange {}

  /** {@code length} bytes from {@code offset}. */
  record Part(long offset, long length) implements ByteRange {}

  /** Nothing of it: answered with 416. */
  record Unsatisfiable() implements ByteRange {}

  Whole WHOLE = new Whole();
  Unsatisfiable UNSATISFIABLE = new Unsatisfiable();

  /**
   * The part of {@code size} bytes that this field asks for. Several ranges are answered with the
   * whole, which RFC 9110, section 14.2 allows; a client cannot make the server build many parts.
   */
  static ByteRange of(@Nullable String field, long size) {
    if (field == null || !field.regionMatches(true, 0, "bytes=", 0, 6)) {
      return WHOLE;
    }
    String spec = field.substring(6).trim();
    int dash = spec.indexOf('-');
    if (dash < 0 || spec.indexOf(',') >= 0) {
      return WHOLE;
    }
    String first = spec.substring(0, dash).trim();
    String last = spec.substring(dash + 1).trim();
    return first.isEmpty() ? suffix(last, size) : fromTo(first, last, size);
  }

  private static ByteRange suffix(String text, long size) {
    long wanted = number(text);
    if (wanted < 0) {
      return WHOLE;
    }
    long length = Math.min(wanted, size);
    return length == 0 ? UNSATISFIABLE : new Part(size - length, length);
  }

  private static ByteRange fromTo(String firstText, String lastText, long size) {
    long first = number(firstText);
    long last = lastText.isEmpty() ? Long.MAX_VALUE : number(lastText);
    if (first < 0 || last < 0) {
      return WHOLE;
    }
    if (first == 0 && size == 0) {
      return WHOLE;
    }
    return first >= size || last < first
        ? UNSATISFIABLE
        : new Part(first, Math.min(last, size - 1) - first + 1);
  }

  /** The value of a run of digits, clamped; -1 when it is anything else. */
  private static long number(String text) {
    if (text.isEmpty()) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : value * 10 + digit;
    }
    return value;
  }
}
