package dev.privateregistry.registry.auth;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/** Makes lines of an htpasswd file. */
public final class HtpasswdLine {
  public static final int COST = 10;

  /** Bcrypt looks at no more. */
  private static final int LONGEST_PASSWORD = 72;

  private static final int SALT = 16;

  private HtpasswdLine() {}

  /**
   * {@code USER:HASH}, with a new salt.
   *
   * @throws IllegalArgumentException with the remedy, when user or password cannot be used
   */
  public static String make(String user, String password, int cost) {
    byte[] secret = password.getBytes(StandardCharsets.UTF_8);
    if (user.isEmpty() || user.startsWith("#") || !user.equals(user.strip())) {
      throw new IllegalArgumentException(
          "the user name must not be empty, begin with # or be surrounded by blanks");
    }
    if (user.indexOf(':') >= 0 || user.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "the user name must hold neither a colon nor control characters");
    }
    if (secret.length == 0) {
      throw new IllegalArgumentException("the password is empty");
    }
    if (secret.length > LONGEST_PASSWORD) {
      throw new IllegalArgumentException(
          "the password has %d bytes, bcrypt looks at %d; choose a shorter one"
              .formatted(secret.length, LONGEST_PASSWORD));
    }
    if (password.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("the password must not hold a NUL character");
    }
    byte[] salt = new byte[SALT];
    new SecureRandom().nextBytes(salt);
    return user + ":" + OpenBSDBCrypt.generate("2b", secret, salt, cost);
  }
}
