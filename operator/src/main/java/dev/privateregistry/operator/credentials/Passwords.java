package dev.privateregistry.operator.credentials;

/** A source of new passwords. */
@FunctionalInterface
public interface Passwords {

  /** A password nobody can guess, that needs no quoting in a shell or a URL. */
  String next();
}
