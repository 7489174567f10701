package dev.privateregistry.operator.credentials;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/** bcrypt as {@code htpasswd -B} writes it. */
public final class Bcrypt implements PasswordHash {

  /** bcrypt takes no notice of what follows these bytes. */
  public static final int LONGEST = 72;

  private static final int COST = 10;

  private final SecureRandom random = new SecureRandom();

  @Override
  public String of(String password) {
    byte[] salt = new byte[16];
    random.nextBytes(salt);
    return OpenBSDBCrypt.generate("2y", password.getBytes(StandardCharsets.UTF_8), salt, COST);
  }

  @Override
  public boolean matches(String password, String hash) {
    try {
      return OpenBSDBCrypt.checkPassword(hash, password.getBytes(StandardCharsets.UTF_8));
    } catch (RuntimeException unreadable) {
      return false;
    }
  }
}
