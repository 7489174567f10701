package dev.privateregistry.registry.http.handler;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs what clients carry from one request of an upload to the next. Never shown. */
public final class UploadSecret {
  static final int SIGNATURE_BYTES = 32;
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  private UploadSecret(byte[] secret) {
    this.key = new SecretKeySpec(secret, ALGORITHM);
  }

  /**
   * A configured secret ({@code http.secret}).
   *
   * @throws IllegalArgumentException when it is empty
   */
  public static UploadSecret of(String secret) {
    if (secret.isEmpty()) {
      throw new IllegalArgumentException("http.secret must not be empty");
    }
    return new UploadSecret(secret.getBytes(StandardCharsets.UTF_8));
  }

  /** A secret that ends with the process: uploads cannot be continued elsewhere or later. */
  public static UploadSecret random() {
    byte[] secret = new byte[SIGNATURE_BYTES];
    new SecureRandom().nextBytes(secret);
    return new UploadSecret(secret);
  }

  byte[] sign(byte[] message) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
    }
  }

  @Override
  public String toString() {
    return "UploadSecret[hidden]";
  }
}
