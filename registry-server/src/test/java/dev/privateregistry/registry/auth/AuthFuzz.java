package dev.privateregistry.registry.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.Optional;

/** Credentials as sent and as stored. */
public final class AuthFuzz {
  private AuthFuzz() {}

  /** The input as an Authorization field, and as user and password. */
  public static void authorization(byte[] input) {
    BasicCredentials.parse(new String(input, ISO_8859_1))
        .ifPresent(
            sent -> {
              assertFalse(sent.user().isEmpty(), "a user without a name");
              assertTrue(sent.user().indexOf(':') < 0, "a colon in a user's name");
              assertTrue(sent.toString().endsWith(":***"), "a password in clear");
            });
    String text = new String(input, UTF_8);
    int colon = text.indexOf(':');
    String field = "bAsIc " + Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    assertEquals(
        colon <= 0
            ? Optional.empty()
            : Optional.of(
                new BasicCredentials(text.substring(0, colon), text.substring(colon + 1))),
        BasicCredentials.parse(field));
  }

  public static void htpasswd(byte[] input) {
    Htpasswd parsed;
    try {
      parsed = Htpasswd.parse(input);
    } catch (IllegalArgumentException refused) {
      assertFalse(String.valueOf(refused.getMessage()).isBlank(), "refused without a reason");
      return;
    }
    String text = new String(input, UTF_8);
    parsed
        .users()
        .forEach(
            (user, hashes) -> {
              assertFalse(user.isEmpty(), "a user without a name");
              assertTrue(text.contains(user), "an invented user");
              assertFalse(hashes.isEmpty(), user + " without a hash");
            });
    assertEquals(parsed, Htpasswd.parse(input), "parsed twice");
  }
}
