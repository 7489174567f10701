package dev.privateregistry.registry.config;

import java.nio.file.Path;

/** How users prove who they are. */
public sealed interface AuthConfig {
  /** Nobody has to: everybody may do everything. */
  record None() implements AuthConfig {}

  /** Users and bcrypt hashes in a file. */
  record Htpasswd(String realm, Path path) implements AuthConfig {}
}
