package dev.privateregistry.registry.auth.token;

import com.fasterxml.jackson.databind.JsonNode;
import dev.privateregistry.registry.auth.Identification;
import dev.privateregistry.registry.auth.Principal;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Verifies tokens as distribution 3 does, with configured keys only: {@code kid} names one of them,
 * or {@code x5c} brings a chain that ends at one of the root certificates. Keys and addresses of
 * keys in the header ({@code jwk}, {@code jku}, {@code x5u}) are not looked at.
 *
 * @param issuer what {@code iss} must be
 * @param service what {@code aud} must hold
 */
public record TokenVerifier(String issuer, String service, Set<SignatureAlgorithm> algorithms) {
  /** For clocks that differ. */
  static final Duration LEEWAY = Duration.ofSeconds(60);

  public TokenVerifier {
    algorithms = Set.copyOf(algorithms);
  }

  /** The keys in force. */
  public record Keys(RootCertificates roots, JsonWebKeys set) {}

  /**
   * A good token.
   *
   * @param notBefore from when on, with leeway
   * @param notAfter until when, with leeway
   */
  record Verified(Identification.Known identification, Instant notBefore, Instant notAfter) {
    boolean isInTime(Instant now) {
      return !now.isBefore(notBefore) && !now.isAfter(notAfter);
    }
  }

  /**
   * Verifies a token.
   *
   * @throws IllegalArgumentException with what is wrong, without any content of the token
   */
  Verified verify(String text, Keys keys, Instant now) {
    SignedToken token = SignedToken.parse(text);
    SignatureAlgorithm algorithm = SignatureAlgorithm.named(token.algorithm());
    if (algorithm == null || !algorithms.contains(algorithm)) {
      throw new IllegalArgumentException("its algorithm is not allowed");
    }
    TrustedKey key = signingKey(token, keys, now);
    if (!key.isFor(algorithm)) {
      throw new IllegalArgumentException("its algorithm does not fit the key");
    }
    if (!algorithm.verifies(key.key(), token.content(), token.signature())) {
      throw new IllegalArgumentException("its signature is wrong");
    }
    return claims(token.claims(), now);
  }

  private static TrustedKey signingKey(SignedToken token, Keys keys, Instant now) {
    List<X509Certificate> chain = token.chain();
    if (!chain.isEmpty() && !keys.roots().certificates().isEmpty()) {
      var key = keys.roots().keyOf(chain, now);
      if (key == null) {
        throw new IllegalArgumentException("no root certificate vouches for its x5c");
      }
      return new TrustedKey(key, null);
    }
    TrustedKey named = keys.set().byId().get(token.keyId());
    if (named == null) {
      named = keys.roots().byId().get(token.keyId());
    }
    if (named == null) {
      throw new IllegalArgumentException("its kid names no configured key");
    }
    return named;
  }

  private Verified claims(JsonNode claims, Instant now) {
    if (!claims.path("iss").isTextual() || !claims.path("iss").textValue().equals(issuer)) {
      throw new IllegalArgumentException("its issuer is not auth.token.issuer");
    }
    if (!isFor(claims.path("aud"))) {
      throw new IllegalArgumentException("its audience is not auth.token.service");
    }
    String subject = claims.path("sub").isTextual() ? claims.path("sub").textValue() : "";
    Principal principal = subject.isEmpty() ? Principal.ANONYMOUS : new Principal.User(subject);
    Verified verified =
        new Verified(
            Identification.Known.as(principal, TokenGrants.parse(claims.path("access"))),
            instant(claims.path("nbf")).minus(LEEWAY),
            instant(claims.path("exp")).plus(LEEWAY));
    if (!verified.isInTime(now)) {
      throw new IllegalArgumentException("it has expired or is not valid yet");
    }
    return verified;
  }

  private boolean isFor(JsonNode audience) {
    if (audience.isTextual()) {
      return audience.textValue().equals(service);
    }
    for (JsonNode one : audience) {
      if (audience.isArray() && one.isTextual() && one.textValue().equals(service)) {
        return true;
      }
    }
    return false;
  }

  /** A claim in seconds since 1970; one that is missing is 1970, as in distribution. */
  private static Instant instant(JsonNode claim) {
    if (claim.isMissingNode() || claim.isNull()) {
      return Instant.EPOCH;
    }
    if (!claim.isNumber() || Math.abs(claim.doubleValue()) > 1e11) {
      throw new IllegalArgumentException("one of its times is not a number of seconds");
    }
    return Instant.ofEpochSecond(claim.longValue());
  }
}
