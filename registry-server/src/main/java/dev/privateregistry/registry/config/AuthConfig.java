package dev.privateregistry.registry.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** How users prove who they are, beside client certificates. */
public sealed interface AuthConfig {
  /** Nobody has to. */
  record None() implements AuthConfig {}

  /** Users and bcrypt hashes in a file. */
  record Htpasswd(String realm, Path path) implements AuthConfig {}

  /**
   * Tokens of a token server.
   *
   * @param realm where clients get tokens
   * @param service the audience that a token must name
   * @param redirect the path of the token server on the host that clients use, instead of the realm
   */
  record Token(
      String realm, String service, String issuer, TokenKeys keys, Optional<String> redirect)
      implements AuthConfig {}

  /**
   * What tokens are verified with; one of the files is given at least.
   *
   * @param algorithms names of RFC 7518 and RFC 8037
   */
  record TokenKeys(Optional<Path> certificates, Optional<Path> jwks, Set<String> algorithms) {
    public TokenKeys {
      algorithms = Set.copyOf(algorithms);
    }
  }
}
