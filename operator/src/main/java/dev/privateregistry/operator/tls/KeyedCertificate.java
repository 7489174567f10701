package dev.privateregistry.operator.tls;

/**
 * A certificate and its private key, in PEM.
 *
 * @param certificate the certificate, or a chain that begins with it
 * @param key the private key, PKCS #8
 */
public record KeyedCertificate(String certificate, String key) {

  /** Without the key. */
  @Override
  public String toString() {
    return "KeyedCertificate[" + certificate.length() + " characters]";
  }
}
