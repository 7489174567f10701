package dev.privateregistry.operator.credentials;

import java.security.SecureRandom;

/** Passwords of 24 letters and digits: 142 bits. */
public final class RandomPasswords implements Passwords {

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final int LENGTH = 24;

  private final SecureRandom random = new SecureRandom();

  @Override
  public String next() {
    StringBuilder password = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return password.toString();
  }
}
