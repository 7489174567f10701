package dev.privateregistry.registry.http.netty;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The value of the Date field (RFC 9110 section 5.6.7), formatted once a second. */
final class DateLine {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private long second = -1;
  private String value = "";
  private byte[] line = {};

  /** The field line with its CRLF. */
  byte[] line() {
    refresh();
    return line;
  }

  String value() {
    refresh();
    return value;
  }

  private void refresh() {
    long now = System.currentTimeMillis() / 1000;
    if (now != second) {
      second = now;
      value = FORMAT.format(Instant.ofEpochSecond(now));
      line = ("Date: " + value + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
  }
}
