package dev.privateregistry.registry.http.netty;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A certificate with its intermediates and the private key that belongs to it. */
record CertificatePair(List<X509Certificate> chain, PrivateKey key) {
  private static final byte[] PROBE =
      "does the key belong to the certificate".getBytes(StandardCharsets.US_ASCII);

  CertificatePair {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("no certificate");
    }
  }

  X509Certificate leaf() {
    return chain.getFirst();
  }

  /** Whether what the key signs is what the certificate verifies. */
  boolean matches() {
    try {
      Signature signing = Signature.getInstance(algorithm());
      signing.initSign(key);
      signing.update(PROBE);
      byte[] signature = signing.sign();
      Signature verifying = Signature.getInstance(algorithm());
      verifying.initVerify(leaf().getPublicKey());
      verifying.update(PROBE);
      return verifying.verify(signature);
    } catch (GeneralSecurityException differentKinds) {
      return false;
    }
  }

  private String algorithm() throws NoSuchAlgorithmException {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      case "EdDSA", "Ed25519" -> "Ed25519";
      default -> throw new NoSuchAlgorithmException(key.getAlgorithm());
    };
  }

  TlsStatus status(@Nullable String lastError) {
    return new TlsStatus(
        leaf().getSerialNumber().toString(16),
        leaf().getNotBefore().toInstant(),
        leaf().getNotAfter().toInstant(),
        fingerprint(),
        lastError);
  }

  private String fingerprint() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(leaf().getEncoded());
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException | CertificateEncodingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
