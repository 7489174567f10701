package dev.privateregistry.registry.http.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class UploadStateTest {
  private static final String ID = "3f1c2a52-5b0e-4df0-8a63-0b6f6a4a2b11";
  private static final UploadSecret SECRET = UploadSecret.of("secret");

  /** HMAC-SHA256 under "secret" and JSON as distribution's hmac.go packs them. */
  private static final String OF_DISTRIBUTION =
      "6ygoR7MeuJc1RqE7s0a6lZo_ta0P9l7e7AR43cfbn4p7Ik5hbWUiOiJsaWJyYXJ5L2FscGluZSIsIlVVSUQiOiIz"
          + "ZjFjMmE1Mi01YjBlLTRkZjAtOGE2My0wYjZmNmE0YTJiMTEiLCJPZmZzZXQiOjQyLCJTdGFydGVkQXQiOiIy"
          + "MDI2LTAxLTAyVDAzOjA0OjA1LjAwMDAwMDAwNloifQ==";

  private static final UploadState STATE =
      new UploadState("library/alpine", ID, 42, "2026-01-02T03:04:05.000000006Z", null);

  @Test
  void shouldUnderstandAndMakeTheTokensOfDistribution() {
    assertEquals(STATE, UploadState.verify(OF_DISTRIBUTION, SECRET));
    assertEquals(OF_DISTRIBUTION, STATE.token(SECRET));
  }

  @Test
  void shouldCarryTheOwner() {
    UploadState owned = new UploadState("a", ID, 0, "2026-01-02T03:04:05Z", "user:alice");
    assertEquals(owned, UploadState.verify(owned.token(SECRET), SECRET));
  }

  @Test
  void shouldRefuseWhatAnotherSecretSigned() {
    assertNull(UploadState.verify(OF_DISTRIBUTION, UploadSecret.of("other")));
    assertNull(UploadState.verify(OF_DISTRIBUTION, UploadSecret.random()));
  }

  @Test
  void shouldRefuseAChangedToken() {
    assertNull(UploadState.verify("", SECRET));
    assertNull(UploadState.verify("not base64!", SECRET));
    assertNull(UploadState.verify("A".repeat(5000), SECRET));
    for (int i = 0; i < OF_DISTRIBUTION.length() - 2; i++) {
      char other = OF_DISTRIBUTION.charAt(i) == 'A' ? 'B' : 'A';
      String changed = OF_DISTRIBUTION.substring(0, i) + other + OF_DISTRIBUTION.substring(i + 1);
      assertNull(UploadState.verify(changed, SECRET), changed);
    }
  }

  @Test
  void shouldNotShowTheSecret() {
    assertFalse(SECRET.toString().contains("secret"));
    assertThrows(IllegalArgumentException.class, () -> UploadSecret.of(""));
  }
}
