package dev.privateregistry.e2e;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** A certificate authority for one test. */
final class TestAuthority {
  private static final X500Name ISSUER = new X500Name("CN=walk-through CA");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final KeyPair keys = newKeys();
  private final X509CertificateHolder certificate;

  TestAuthority() throws GeneralSecurityException, IOException, OperatorCreationException {
    certificate =
        builder(ISSUER, keys)
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
  }

  String certificate() throws IOException {
    return pem(certificate);
  }

  /**
   * Writes a new certificate and its key, each moved into place whole.
   *
   * @return its serial number as openssl prints it
   */
  String issue(String host, Path certificateFile, Path keyFile)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    KeyPair leaf = newKeys();
    X509CertificateHolder issued =
        builder(new X500Name("CN=" + host), leaf)
            .addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, host)))
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
    replace(keyFile, pem(new PemObject("PRIVATE KEY", leaf.getPrivate().getEncoded())));
    replace(certificateFile, pem(issued));
    String serial = issued.getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
    return serial.length() % 2 == 0 ? serial : "0" + serial;
  }

  private static JcaX509v3CertificateBuilder builder(X500Name subject, KeyPair keys) {
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(
        ISSUER,
        new BigInteger(120, RANDOM).setBit(120),
        Date.from(now.minus(Duration.ofMinutes(5))),
        Date.from(now.plus(Duration.ofDays(30))),
        subject,
        keys.getPublic());
  }

  private static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static void replace(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String pem(Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }
}
