package dev.privateregistry.registry.http.netty;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * Certificates and keys in the text form of RFC 7468; what stands between the blocks is ignored.
 */
final class PemText {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  @SuppressWarnings("ArrayRecordComponent")
  private record Block(String label, byte[] der) {}

  private final List<Block> blocks = new ArrayList<>();

  PemText(String text) throws GeneralSecurityException {
    int at = text.indexOf(BEGIN);
    while (at >= 0) {
      int label = at + BEGIN.length();
      int labelEnd = text.indexOf(DASHES, label);
      int end = labelEnd < 0 ? -1 : text.indexOf(END, labelEnd);
      if (end < 0) {
        throw new GeneralSecurityException("a PEM block has no end");
      }
      String base64 = text.substring(labelEnd + DASHES.length(), end);
      blocks.add(new Block(text.substring(label, labelEnd), decoded(base64)));
      at = text.indexOf(BEGIN, end);
    }
  }

  private static byte[] decoded(String base64) throws GeneralSecurityException {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException notBase64) {
      throw new GeneralSecurityException("a PEM block is not base64", notBase64);
    }
  }

  List<X509Certificate> certificates() throws GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> certificates = new ArrayList<>();
    for (Block block : blocks) {
      if (block.label.equals("CERTIFICATE")) {
        certificates.add(
            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der)));
      }
    }
    if (certificates.isEmpty()) {
      throw new GeneralSecurityException("it holds no PEM block CERTIFICATE");
    }
    return certificates;
  }

  PrivateKey privateKey() throws GeneralSecurityException {
    for (Block block : blocks) {
      if (block.label.equals("ENCRYPTED PRIVATE KEY")) {
        throw new GeneralSecurityException("the key is encrypted; store it without a passphrase");
      }
      if (block.label.endsWith("PRIVATE KEY")) {
        return privateKey(block);
      }
    }
    throw new GeneralSecurityException("it holds no PEM block PRIVATE KEY");
  }

  private static PrivateKey privateKey(Block block) throws GeneralSecurityException {
    try {
      PrivateKeyInfo info =
          switch (block.label) {
            case "PRIVATE KEY" -> PrivateKeyInfo.getInstance(block.der);
            case "RSA PRIVATE KEY" -> rsa(block.der);
            case "EC PRIVATE KEY" -> ec(block.der);
            default -> throw new GeneralSecurityException(block.label + " is not understood");
          };
      return generated(info);
    } catch (IOException | IllegalArgumentException notDer) {
      throw new GeneralSecurityException("the key's encoding is broken", notDer);
    }
  }

  private static PrivateKeyInfo rsa(byte[] pkcs1) throws IOException {
    return new PrivateKeyInfo(
        new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
        RSAPrivateKey.getInstance(pkcs1));
  }

  private static PrivateKeyInfo ec(byte[] sec1) throws IOException {
    ECPrivateKey key = ECPrivateKey.getInstance(sec1);
    return new PrivateKeyInfo(
        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject()),
        key);
  }

  private static PrivateKey generated(PrivateKeyInfo info)
      throws GeneralSecurityException, IOException {
    String oid = info.getPrivateKeyAlgorithm().getAlgorithm().getId();
    String algorithm =
        switch (oid) {
          case "1.2.840.113549.1.1.1" -> "RSA";
          case "1.2.840.10045.2.1" -> "EC";
          case "1.3.101.112" -> "Ed25519";
          default ->
              throw new GeneralSecurityException("keys of kind " + oid + " are not supported");
        };
    return KeyFactory.getInstance(algorithm)
        .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
  }
}
