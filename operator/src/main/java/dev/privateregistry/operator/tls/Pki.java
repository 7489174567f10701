package dev.privateregistry.operator.tls;

import java.util.Optional;
import java.util.Set;

/** Makes and reads certificates. Every text is PEM; what cannot be read is never an exception. */
public interface Pki {

  /** A new key and a CA certificate for it, signed by itself. */
  KeyedCertificate authority(String commonName, Validity validity);

  /**
   * A server certificate, signed by a CA, and its key.
   *
   * @throws IllegalArgumentException when the authority, or the key to go on with, cannot be used
   */
  KeyedCertificate server(KeyedCertificate authority, LeafRequest request);

  /** A new private key on P-256, PKCS #8. */
  String newKey();

  /** What the first certificate says; empty when there is none that can be read. */
  Optional<CertificateFacts> read(String certificate);

  /** Each certificate of a bundle by itself, in order, in the form {@link #authority} writes. */
  Set<String> split(String bundle);

  /** Whether a private key belongs to the first certificate of a text. */
  boolean matches(KeyedCertificate pair);

  /** Whether a CA's key signed a certificate. */
  boolean signed(String authority, String certificate);

  /**
   * Why the first certificate of a text cannot sign server certificates as the last CA of a chain:
   * it is no CA, or its own issuers, which follow, allow none below them. Empty when it can.
   */
  Optional<String> cannotSign(String chain);

  /**
   * Whether a chain leads to one of the trusted certificates: each certificate is signed by the
   * next, and one of them is trusted, or signed by a trusted one. Its time does not matter.
   */
  default boolean leads(String chain, Set<String> trusted) {
    String below = null;
    for (String certificate : split(chain)) {
      if (below != null && !signed(certificate, below)) {
        return false;
      }
      if (trusted.contains(certificate)
          || trusted.stream().anyMatch(anchor -> signed(anchor, certificate))) {
        return true;
      }
      below = certificate;
    }
    return false;
  }

  /** Whether each certificate of a chain is signed by the next. */
  default boolean isOrdered(String chain) {
    String below = null;
    for (String certificate : split(chain)) {
      if (below != null && !signed(certificate, below)) {
        return false;
      }
      below = certificate;
    }
    return true;
  }

  /** Whether a certificate is signed by itself. */
  default boolean isRoot(String certificate) {
    return signed(certificate, certificate);
  }
}
