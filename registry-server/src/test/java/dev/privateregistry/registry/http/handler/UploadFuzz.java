package dev.privateregistry.registry.http.handler;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a client says about where its upload goes on. */
public final class UploadFuzz {
  /** OCI distribution spec, Pushing a blob in chunks. */
  private static final Pattern CONTENT_RANGE = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})");

  private static final UploadSecret SECRET = UploadSecret.of("fuzz");
  private static final UploadSecret OTHER = UploadSecret.of("other");

  private UploadFuzz() {}

  public static void contentRange(byte[] input) {
    String field = new String(input, ISO_8859_1);
    ContentRange range = ContentRange.tryParse(field);
    if (range != null) {
      assertTrue(range.first() >= 0 && range.length() > 0, field);
      assertEquals(range, ContentRange.tryParse(range.first() + "-" + range.last()));
    }
    Matcher specified = CONTENT_RANGE.matcher(field);
    if (specified.matches()) {
      long first = Long.parseLong(specified.group(1));
      long last = Long.parseLong(specified.group(2));
      assertEquals(last < first ? null : new ContentRange(first, last), range);
    }
  }

  /** The input as a token, which nobody signed, and as the content of one. */
  public static void state(byte[] input) {
    assertNull(UploadState.verify(new String(input, ISO_8859_1), SECRET));
    String text = new String(input, UTF_8);
    int half = text.length() / 2;
    UploadState state =
        new UploadState(
            text.substring(0, half),
            text.substring(half),
            input.length,
            "2026-01-01T00:00:00Z",
            text);
    String token = state.token(SECRET);
    if (token.length() <= 4096 && !hasLoneSurrogate(text)) {
      assertEquals(state, UploadState.verify(token, SECRET));
      assertNull(UploadState.verify(token, OTHER));
      assertNotNull(state.name());
    }
  }

  /** Cutting a text in two may part a pair of surrogates, which UTF-8 cannot hold. */
  private static boolean hasLoneSurrogate(String text) {
    return text.chars().anyMatch(c -> Character.isSurrogate((char) c));
  }
}
