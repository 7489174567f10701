package dev.privateregistry.registry.http;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Names requests, so that log lines, events and traces of one can be found together. */
public final class RequestId {
  private static final int LONGEST = 128;

  private RequestId() {}

  /** What the client or a proxy in front calls the request, if that is sane; else a new id. */
  public static String of(@Nullable String field) {
    return field != null && isSane(field) ? field : random();
  }

  /** A new id: a UUID that sorts by time (RFC 9562, version 7). Not for secrets. */
  public static String random() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = (System.currentTimeMillis() << 16) | 0x7000L | random.nextInt(0x1000);
    long low = (random.nextLong() >>> 2) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }

  private static boolean isSane(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letterOrDigit =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letterOrDigit && "-_.:/+=@".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }
}
