package dev.privateregistry.registry.acme;

import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** The port that certificates are for. */
public interface TlsPort {
  /**
   * From now on the certificate of this host in the cache is served, and followed when it changes.
   *
   * @throws IOException when it cannot be used
   */
  void serve(String host) throws IOException;

  /**
   * Answers the challenge TLS-ALPN-01 (RFC 8737) for this host with this certificate.
   *
   * @throws IOException when it cannot be used
   */
  void prove(String host, X509Certificate proof, PrivateKey key) throws IOException;

  /** The challenge is over. */
  void proved(String host);
}
