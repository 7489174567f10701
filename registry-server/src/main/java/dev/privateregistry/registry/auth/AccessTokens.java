package dev.privateregistry.registry.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Short-lived tokens that say who asks. A token is {@code version, expiry, binding, user} and their
 * HMAC. The binding is to the stored hash that the user's password had: when that line leaves the
 * htpasswd file, its tokens end with it. A token without a user is for anybody.
 */
public final class AccessTokens {
  static final Duration LIFETIME = Duration.ofMinutes(5);
  static final String SCHEME = "Bearer ";
  private static final Identification.Known ANONYMOUS =
      Identification.Known.as(Principal.ANONYMOUS, Identification.Scope.ALL);
  private static final byte VERSION = 1;
  private static final int HEAD = 1 + Long.BYTES + Long.BYTES;
  private static final int LONGEST = 1024;

  private final MacKey key;
  private final Supplier<Htpasswd> users;
  private final InstantSource clock;

  AccessTokens(MacKey key, Supplier<Htpasswd> users, InstantSource clock) {
    this.key = key;
    this.users = users;
    this.clock = clock;
  }

  /** Tokens that end with this process. */
  public static AccessTokens ofThisProcess(Supplier<Htpasswd> users) {
    return new AccessTokens(MacKey.random(), users, InstantSource.system());
  }

  /** Tokens that every replica with the same secret accepts. */
  public static AccessTokens shared(String secret, Supplier<Htpasswd> users) {
    return new AccessTokens(MacKey.derived(secret, "access tokens"), users, InstantSource.system());
  }

  static boolean isIn(String authorization) {
    return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
  }

  String issueTo(Verified verified) {
    return issue(verified.user(), binding(verified.hash()));
  }

  String issueToAnybody() {
    return issue("", 0);
  }

  /** Whom an Authorization field with a token stands for, or null when it is not valid. */
  Identification.@Nullable Known verify(String authorization) {
    byte[] token = decode(authorization.substring(SCHEME.length()).strip());
    if (token == null || token.length < HEAD + MacKey.LENGTH) {
      return null;
    }
    int end = token.length - MacKey.LENGTH;
    byte[] content = Arrays.copyOf(token, end);
    byte[] signature = Arrays.copyOfRange(token, end, token.length);
    if (!MessageDigest.isEqual(key.sign(content), signature)) {
      return null;
    }
    ByteBuffer fields = ByteBuffer.wrap(content);
    if (fields.get() != VERSION || fields.getLong() <= clock.millis()) {
      return null;
    }
    long binding = fields.getLong();
    String user = new String(content, HEAD, end - HEAD, StandardCharsets.UTF_8);
    if (user.isEmpty()) {
      return ANONYMOUS;
    }
    return isBound(user, binding)
        ? Identification.Known.as(new Principal.User(user), Identification.Scope.ALL)
        : null;
  }

  private String issue(String user, long binding) {
    byte[] name = user.getBytes(StandardCharsets.UTF_8);
    byte[] content =
        ByteBuffer.allocate(HEAD + name.length)
            .put(VERSION)
            .putLong(clock.millis() + LIFETIME.toMillis())
            .putLong(binding)
            .put(name)
            .array();
    byte[] token = Arrays.copyOf(content, content.length + MacKey.LENGTH);
    System.arraycopy(key.sign(content), 0, token, content.length, MacKey.LENGTH);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  private boolean isBound(String user, long binding) {
    for (BcryptHash hash : users.get().hashes(user)) {
      if (binding(hash) == binding) {
        return true;
      }
    }
    return false;
  }

  private long binding(BcryptHash hash) {
    return ByteBuffer.wrap(key.sign(hash.text().getBytes(StandardCharsets.US_ASCII))).getLong();
  }

  private static byte @Nullable [] decode(String text) {
    if (text.length() > LONGEST) {
      return null;
    }
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
