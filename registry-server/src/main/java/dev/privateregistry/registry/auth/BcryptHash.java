package dev.privateregistry.registry.auth;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * A bcrypt hash in its usual form, {@code $2b$10$…}.
 *
 * @param text 60 characters
 */
record BcryptHash(String text) {
  private static final Pattern FORM = Pattern.compile("\\$2[aby]\\$\\d\\d\\$[./A-Za-z0-9]{53}");
  private static final int LEAST_COST = 4;

  /** Beyond this one verification takes longer than a client waits. */
  private static final int GREATEST_COST = 17;

  BcryptHash {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("not a bcrypt hash");
    }
    int cost = Integer.parseInt(text.substring(4, 6));
    if (cost < LEAST_COST || cost > GREATEST_COST) {
      throw new IllegalArgumentException(
          "bcrypt cost %d is not between %d and %d".formatted(cost, LEAST_COST, GREATEST_COST));
    }
  }

  /** A hash that no password has, which takes as long to check as one of this cost. */
  static BcryptHash dummy(int cost) {
    return new BcryptHash("$2b$%02d$%s".formatted(cost, ".".repeat(53)));
  }

  /** Each step doubles the work. */
  int cost() {
    return Integer.parseInt(text.substring(4, 6));
  }

  /** Takes tens of milliseconds of a core, on purpose. */
  boolean matches(String password) {
    return OpenBSDBCrypt.checkPassword(text, password.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "bcrypt hash of cost " + cost();
  }
}
