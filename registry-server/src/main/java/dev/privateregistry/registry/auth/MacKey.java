package dev.privateregistry.registry.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A key for HMAC-SHA256 that does not leave the process. */
public final class MacKey {
  static final int LENGTH = 32;
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;
  private final ThreadLocal<Mac> macs;

  private MacKey(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
    this.macs = ThreadLocal.withInitial(this::start);
  }

  /**
   * The keyed hash of a text, to find it again without keeping it.
   *
   * @param a 64 of its 256 bits
   */
  public record Mark(long a, long b, long c, long d) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Mark mark
          && ((a ^ mark.a) | (b ^ mark.b) | (c ^ mark.c) | (d ^ mark.d)) == 0;
    }

    @Override
    public int hashCode() {
      return (int) a;
    }
  }

  public static MacKey random() {
    byte[] key = new byte[LENGTH];
    new SecureRandom().nextBytes(key);
    return new MacKey(key);
  }

  /** A key for one purpose, derived from a shared secret. */
  static MacKey derived(String secret, String purpose) {
    if (secret.isEmpty()) {
      throw new IllegalArgumentException("the secret is empty");
    }
    MacKey base = new MacKey(secret.getBytes(StandardCharsets.UTF_8));
    return new MacKey(base.sign(purpose.getBytes(StandardCharsets.UTF_8)));
  }

  byte[] sign(byte[] content) {
    return macs.get().doFinal(content);
  }

  public Mark mark(String text) {
    ByteBuffer hash = ByteBuffer.wrap(sign(text.getBytes(StandardCharsets.UTF_8)));
    return new Mark(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
  }

  private Mac start() {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
