package dev.privateregistry.registry.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.http.FakeRequest;
import dev.privateregistry.registry.http.PublicUrl;
import dev.privateregistry.registry.http.TrustedProxies;
import java.util.regex.Pattern;

/** Forwarding fields, from which Location fields are made. */
final class ForwardedFuzz {
  private static final Pattern ORIGIN = Pattern.compile("https?://[A-Za-z0-9._~:\\[\\]%-]+");

  private ForwardedFuzz() {}

  /**
   * Lines: Forwarded, X-Forwarded-Proto, X-Forwarded-Host; an empty one is not sent. No control
   * characters arrive.
   */
  static void forwarded(byte[] input) {
    String text = new String(input, ISO_8859_1).replaceAll("[\\x00-\\x08\\x0b-\\x1f\\x7f]", "");
    String[] lines = text.split("\n");
    FakeRequest request = FakeRequest.of("GET", "/v2/");
    String[] names = {"Forwarded", "X-Forwarded-Proto", "X-Forwarded-Host"};
    for (int i = 0; i < Math.min(lines.length, names.length); i++) {
      if (!lines[i].isEmpty()) {
        request.with(names[i], lines[i]);
      }
    }
    String prefix = PublicUrl.DEFAULT.prefix(request);
    assertTrue(ORIGIN.matcher(prefix).matches(), prefix);
    assertEquals(
        "http://registry.test:5000",
        new PublicUrl(null, false, TrustedProxies.NOBODY).prefix(request),
        "fields that are not trusted change nothing");
    assertEquals("", new PublicUrl(null, true, TrustedProxies.EVERYBODY).prefix(request));
  }
}
