package dev.privateregistry.registry.http.router;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Query strings against a reading that is slow and plain. */
public final class QueryFuzz {
  private QueryFuzz() {}

  /** The first line is a name, the rest the query. */
  public static void query(byte[] input) {
    String[] parts = new String(input, ISO_8859_1).split("\n", 2);
    String name = parts[0];
    String raw = parts.length == 2 ? parts[1] : parts[0];
    Query query = new Query(raw);
    List<@Nullable String> expected = new ArrayList<>();
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      String key = equals < 0 ? pair : pair.substring(0, equals);
      if (name.equals(decoded(key)) && !(pair.isEmpty() && name.isEmpty())) {
        expected.add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
      }
    }
    if (!name.isEmpty()) {
      assertEquals(expected.isEmpty() ? null : expected.getFirst(), query.first(name));
      assertEquals(
          expected.stream().map(value -> value == null ? "" : value).toList(), query.all(name));
    }
    String encoded = URLEncoder.encode(raw, UTF_8);
    assertEquals(raw, new Query("a=b&value=" + encoded + "&c").first("value"));
  }

  private static @Nullable String decoded(String text) {
    try {
      String decoded = URLDecoder.decode(text, UTF_8);
      boolean lost = decoded.indexOf('\ufffd') >= 0;
      return lost ? Percent.decode(text.replace('+', ' ')) : decoded;
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }
}
