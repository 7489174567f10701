package dev.privateregistry.registry.auth.token;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/** Tokens and key sets. */
public final class TokenFuzz {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final KeyPair KEYS = TokenServer.keys("Ed25519");
  private static final TokenVerifier VERIFIER =
      new TokenVerifier("issuer", "service", EnumSet.allOf(SignatureAlgorithm.class));
  private static final TokenVerifier.Keys TRUSTED =
      new TokenVerifier.Keys(
          RootCertificates.NONE,
          JsonWebKeys.parse(TokenServer.jwks(TokenServer.jwk(KEYS.getPublic()).put("kid", "k"))));

  private TokenFuzz() {}

  /** The input as a token, as its parts in lines, and as the claims of one that is well signed. */
  public static void token(byte[] input) throws IOException {
    String text = new String(input, ISO_8859_1);
    assertNull(verified(text), "a token that nobody signed");
    String[] lines = text.split("\n", 3);
    if (lines.length == 3) {
      assertNull(verified(part(lines[0]) + "." + part(lines[1]) + "." + part(lines[2])));
    }
    ObjectNode header = TokenServer.JSON.createObjectNode().put("alg", "EdDSA").put("kid", "k");
    String claims = new String(input, UTF_8);
    TokenVerifier.Verified signed = verified(TokenServer.sign(header, claims, KEYS.getPrivate()));
    if (signed != null) {
      JsonNode read = TokenServer.JSON.readTree(claims);
      assertEquals("issuer", read.path("iss").asText());
      assertFalse(read.path("aud").isMissingNode(), "a token for nobody");
      assertFalse(NOW.isAfter(signed.notAfter()), "a token that has expired");
    }
  }

  private static String part(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(ISO_8859_1));
  }

  private static TokenVerifier.@Nullable Verified verified(String token) {
    try {
      return VERIFIER.verify(token, TRUSTED, NOW);
    } catch (IllegalArgumentException refused) {
      assertFalse(String.valueOf(refused.getMessage()).isBlank(), "refused without a reason");
      return null;
    }
  }

  public static void keySet(byte[] input) {
    try {
      assertFalse(JsonWebKeys.parse(input).byId().isEmpty(), "a set without keys");
    } catch (IllegalArgumentException refused) {
      assertFalse(String.valueOf(refused.getMessage()).isBlank(), "refused without a reason");
    }
  }
}
