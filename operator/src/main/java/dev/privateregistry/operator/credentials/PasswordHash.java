package dev.privateregistry.operator.credentials;

/** How passwords are hashed for the htpasswd file. */
public interface PasswordHash {

  /** A salted hash of a password. Two calls give two hashes: a hash is made once and kept. */
  String of(String password);

  /** Whether a hash is one of this password; false for a hash that cannot be read. */
  boolean matches(String password, String hash);
}
