package dev.privateregistry.registry.observe;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as in Apache's logs; each second is formatted once. Used by one thread. */
final class AccessTime {
  private final DateTimeFormatter format;
  private long second = Long.MIN_VALUE;
  private String text = "";

  AccessTime(ZoneId zone) {
    format = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH).withZone(zone);
  }

  String format(long millis) {
    long wanted = Math.floorDiv(millis, 1000);
    if (wanted != second) {
      second = wanted;
      text = format.format(Instant.ofEpochSecond(wanted));
    }
    return text;
  }
}
