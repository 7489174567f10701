package dev.privateregistry.operator.tls;

/**
 * What kind of key a certificate has.
 *
 * @param algorithm as the JDK names it: {@code EC}, {@code RSA}, {@code EdDSA}
 * @param bits its size
 */
public record KeyKind(String algorithm, int bits) {

  /** ECDSA on P-256. */
  public static final KeyKind P256 = new KeyKind("EC", 256);
}
