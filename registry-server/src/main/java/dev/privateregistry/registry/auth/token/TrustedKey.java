package dev.privateregistry.registry.auth.token;

import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import org.jspecify.annotations.Nullable;

/**
 * A configured key that tokens may be signed with.
 *
 * @param only the one algorithm it is for; null when it says none
 */
record TrustedKey(PublicKey key, @Nullable SignatureAlgorithm only) {
  /** RFC 7518, section 3.3: "A key of size 2048 bits or larger MUST be used". */
  private static final int LEAST_RSA_BITS = 2048;

  TrustedKey {
    if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
      throw new IllegalArgumentException(
          "an RSA key of %d bits; at least %d are needed"
              .formatted(rsa.getModulus().bitLength(), LEAST_RSA_BITS));
    }
  }

  boolean isFor(SignatureAlgorithm algorithm) {
    return (only == null || only == algorithm) && algorithm.fits(key);
  }
}
