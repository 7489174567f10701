package dev.privateregistry.registry.http.handler;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a sorted list of names (OCI distribution spec, Listing tags). The names need no JSON
 * escapes.
 *
 * @param more whether the list goes on after this page
 */
record Page(List<String> names, int size, boolean more) {
  /** At most n names after {@code last}, exclusive; a last that is not in the list is fine. */
  static Page of(List<String> all, @Nullable String last, int n) {
    int start = 0;
    if (last != null) {
      int found = Collections.binarySearch(all, last);
      start = found >= 0 ? found + 1 : -found - 1;
    }
    int end = (int) Math.min((long) start + n, all.size());
    List<String> names = all.subList(start, end);
    return new Page(names, n, n > 0 && end < all.size());
  }

  String json() {
    StringBuilder json = new StringBuilder(names.size() * 32 + 2).append('[');
    for (int i = 0; i < names.size(); i++) {
      json.append(i == 0 ? "\"" : ",\"").append(names.get(i)).append('"');
    }
    return json.append(']').toString();
  }

  /** The Link field of the next page (RFC 8288). */
  String link(String path) {
    String last = URLEncoder.encode(names.getLast(), StandardCharsets.UTF_8);
    return "<" + path + "?last=" + last + "&n=" + size + ">; rel=\"next\"";
  }
}
