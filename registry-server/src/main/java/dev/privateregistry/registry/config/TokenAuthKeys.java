package dev.privateregistry.registry.config;

import static dev.privateregistry.registry.config.Key.optional;
import static dev.privateregistry.registry.config.Key.required;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The keys of {@code auth.token}. */
final class TokenAuthKeys {
  private static final String REQUIRED = " (Required with `auth.token`.)";
  private static final List<String> ALGORITHMS =
      List.of(
          "EdDSA", "RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256", "PS384", "PS512");

  static final Key<String> REALM =
      required("auth.token.realm", KeyType.text(), "The address of the token server." + REQUIRED);
  static final Key<String> SERVICE =
      required(
          "auth.token.service",
          KeyType.text(),
          "The name of this registry, which a token's `aud` must hold." + REQUIRED);
  static final Key<String> ISSUER =
      required("auth.token.issuer", KeyType.text(), "What a token's `iss` must be." + REQUIRED);
  static final Key<Optional<Path>> CERTIFICATES =
      optional(
          "auth.token.rootcertbundle",
          KeyType.path().optional(),
          Optional.empty(),
          "none",
          "PEM certificates whose keys sign tokens, or certificates (`x5c`) that do; reloaded within"
              + " a second of a change. This or `jwks` is required.");
  static final Key<Optional<Path>> JWKS =
      optional(
          "auth.token.jwks",
          KeyType.path().optional(),
          Optional.empty(),
          "none",
          "A JSON Web Key Set with keys that sign tokens; reloaded within a second of a change.");
  static final Key<Boolean> REDIRECT =
      optional(
          "auth.token.autoredirect",
          KeyType.flag(),
          false,
          "false",
          "Sends clients to `autoredirectpath` on the host they used instead of to the realm: by"
              + " https, unless `X-Forwarded-Proto` says http.");
  static final Key<String> REDIRECT_PATH =
      optional(
          "auth.token.autoredirectpath",
          KeyType.text(),
          "/auth/token",
          "/auth/token",
          "The path for `autoredirect`.");
  static final Key<List<String>> SIGNING_ALGORITHMS =
      optional(
          "auth.token.signingalgorithms",
          KeyType.oneOf(ALGORITHMS.toArray(String[]::new)).list(),
          ALGORITHMS,
          "all of these",
          "How tokens may be signed. (distribution also names HS256, HS384 and HS512, for which it"
              + " has no key.)");

  static final List<Key<?>> ALL =
      List.of(
          REALM, SERVICE, ISSUER, CERTIFICATES, JWKS, REDIRECT, REDIRECT_PATH, SIGNING_ALGORITHMS);

  private TokenAuthKeys() {}

  static AuthConfig.Token read(Values values) {
    AuthConfig.TokenKeys keys =
        new AuthConfig.TokenKeys(
            values.get(CERTIFICATES), values.get(JWKS), Set.copyOf(values.get(SIGNING_ALGORITHMS)));
    if (keys.certificates().isEmpty() && keys.jwks().isEmpty()) {
      values.problem(
          CERTIFICATES.path()
              + " and "
              + JWKS.path()
              + " are missing; give the keys of the token"
              + " server in one of them");
    }
    String path = values.get(REDIRECT_PATH);
    if (!path.startsWith("/")) {
      values.problem(REDIRECT_PATH.path() + ": '" + path + "' does not start with a slash");
    }
    AuthKeys.checkQuotable(values, REDIRECT_PATH, path);
    return new AuthConfig.Token(
        quotable(values, REALM),
        quotable(values, SERVICE),
        values.require(ISSUER, "issuer"),
        keys,
        values.get(REDIRECT) ? Optional.of(path) : Optional.empty());
  }

  private static String quotable(Values values, Key<String> key) {
    String text = values.require(key, "registry");
    AuthKeys.checkQuotable(values, key, text);
    return text;
  }
}
