package dev.privateregistry.operator.api.v1alpha1;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time in the notation of Go, as Kubernetes uses it: {@code 720h}, {@code 1h30m}. */
public final class Durations {

  /** What the schema accepts: one or more numbers with a unit, no sign. */
  static final String PATTERN = "^([0-9]+(\\.[0-9]+)?(ns|us|µs|ms|s|m|h))+$";

  private static final Pattern WHOLE = Pattern.compile(PATTERN);
  private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ns|us|µs|ms|s|m|h)");

  private Durations() {}

  /**
   * Parses a length of time.
   *
   * @param field the field it comes from, for the message
   * @throws IllegalArgumentException with a message that names the field and the remedy
   */
  public static Duration parse(String field, String text) {
    if (text.length() > 32 || !WHOLE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          field
              + ": '"
              + abbreviated(text)
              + "' is not a length of time: write numbers with the units h, m, s or ms, such as"
              + " 720h or 1h30m");
    }
    BigDecimal nanos = BigDecimal.ZERO;
    Matcher parts = PART.matcher(text);
    while (parts.find()) {
      nanos = nanos.add(new BigDecimal(parts.group(1)).multiply(nanosOf(parts.group(2))));
    }
    if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException(field + ": " + text + " is longer than 292 years");
    }
    return Duration.ofNanos(nanos.setScale(0, RoundingMode.DOWN).longValueExact());
  }

  private static BigDecimal nanosOf(String unit) {
    return switch (unit) {
      case "h" -> BigDecimal.valueOf(3_600_000_000_000L);
      case "m" -> BigDecimal.valueOf(60_000_000_000L);
      case "s" -> BigDecimal.valueOf(1_000_000_000L);
      case "ms" -> BigDecimal.valueOf(1_000_000L);
      case "us", "µs" -> BigDecimal.valueOf(1_000L);
      default -> BigDecimal.ONE;
    };
  }

  private static String abbreviated(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
