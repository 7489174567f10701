package dev.privateregistry.operator.tls;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes and reads certificates. Every text is PEM; what cannot be read is never an exception. */
public interface Pki {

  /** A new key and a CA certificate for it, signed by itself. */
  KeyedCertificate authority(String commonName, Validity validity);

  /**
   * A new key and a server certificate for it, signed by a CA.
   *
   * @param names DNS names, in order; the first is the common name when it is short enough
   * @throws IllegalArgumentException when the authority cannot be read
   */
  KeyedCertificate server(KeyedCertificate authority, List<String> names, Validity validity);

  /** What the first certificate says; empty when there is none that can be read. */
  Optional<CertificateFacts> read(String certificate);

  /** Each certificate of a bundle by itself, in the form {@link #authority} writes. */
  Set<String> split(String bundle);

  /** Whether a private key belongs to a certificate. */
  boolean matches(KeyedCertificate pair);

  /** Whether a CA's key signed a certificate. */
  boolean signed(String authority, String certificate);
}
