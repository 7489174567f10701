package dev.privateregistry.operator.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;

/** Keys on P-256 as the PEM text of their private half, PKCS #8. */
public final class KeyPairs {
  private static final String CURVE = "secp256r1";

  private KeyPairs() {}

  /** A new one. */
  static String next() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(CURVE));
      return Pem.write(generator.generateKeyPair().getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  /**
   * Both halves.
   *
   * @throws IOException when the text is no such key
   */
  public static KeyPair read(String pem) throws IOException {
    PrivateKey key =
        Pem.privateKey(pem).orElseThrow(() -> new IOException("the key is no PEM private key"));
    try {
      PrivateKey own =
          KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
      return new KeyPair(publicOf((ECPrivateKey) own), own);
    } catch (GeneralSecurityException | ClassCastException e) {
      throw new IOException("the key is not on the curve P-256", e);
    }
  }

  /** RFC 5915 lets the public half be left out; it follows from the private one. */
  private static PublicKey of(SubjectPublicKeyInfo info)
      throws GeneralSecurityException, IOException {
    return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(info.getEncoded()));
  }

  private static PublicKey publicOf(ECPrivateKey key) throws GeneralSecurityException, IOException {
    ECPoint point = CustomNamedCurves.getByName(CURVE).getG().multiply(key.getS()).normalize();
    return of(
        new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(
                X9ObjectIdentifiers.id_ecPublicKey, SECObjectIdentifiers.secp256r1),
            point.getEncoded(false)));
  }
}
