package dev.privateregistry.operator.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys of other kinds, and CAs that others have made. */
class BouncyCastlePkiKeysTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Validity YEAR = new Validity(NOW, NOW.plus(Duration.ofDays(365)));
  private static final List<String> NAMES = List.of("registry.example.com");

  private final BouncyCastlePki pki = new BouncyCastlePki();

  @ParameterizedTest
  @CsvSource({"EC, 256", "EC, 384", "EC, 521", "RSA, 2048", "RSA, 3072"})
  void shouldIssueForKeysOfEveryKind(String algorithm, int bits) {
    KeyKind kind = new KeyKind(algorithm, bits);
    KeyedCertificate authority = pki.authority("CA", YEAR);
    KeyedCertificate server = pki.server(authority, new LeafRequest(NAMES, YEAR, kind, null));
    assertEquals(kind, pki.read(server.certificate()).orElseThrow().key());
    assertTrue(pki.matches(server));
    assertTrue(pki.signed(authority.certificate(), server.certificate()));
  }

  @ParameterizedTest
  @CsvSource({"EC, 256", "RSA, 2048"})
  void shouldGoOnWithAKey(String algorithm, int bits) {
    KeyKind kind = new KeyKind(algorithm, bits);
    KeyedCertificate authority = pki.authority("CA", YEAR);
    KeyedCertificate before = pki.server(authority, new LeafRequest(NAMES, YEAR, kind, null));
    KeyedCertificate after = pki.server(authority, new LeafRequest(NAMES, YEAR, kind, before));
    assertEquals(before.key(), after.key());
    assertNotEquals(before.certificate(), after.certificate());
    assertTrue(pki.matches(after));
  }

  @ParameterizedTest
  @CsvSource({"RSA, 2048", "EC, 384"})
  void shouldIssueFromCasWithKeysOfEveryKind(String algorithm, int bits) throws Exception {
    Made root = root(algorithm, bits, new BasicConstraints(true), KeyUsage.keyCertSign);
    KeyedCertificate server = pki.server(root.pair(), LeafRequest.of(NAMES, YEAR));
    assertTrue(pki.signed(root.pair().certificate(), server.certificate()));
    assertTrue(pki.leads(server.certificate(), Set.of(root.pair().certificate())));
    assertTrue(pki.isRoot(root.pair().certificate()));
  }

  @Test
  void shouldFollowAChainToWhatIsTrusted() throws Exception {
    Made root = root("EC", 256, new BasicConstraints(true), KeyUsage.keyCertSign);
    Made middle = below(root, new BasicConstraints(0), KeyUsage.keyCertSign);
    KeyedCertificate server = pki.server(middle.pair(), LeafRequest.of(NAMES, YEAR));
    String leaf = server.certificate();
    String between = middle.pair().certificate();
    String trusted = root.pair().certificate();
    assertTrue(pki.leads(leaf + between, Set.of(trusted)));
    assertTrue(pki.leads(leaf + between + trusted, Set.of(trusted)));
    assertTrue(pki.leads(leaf, Set.of(between)));
    assertEquals(false, pki.leads(leaf, Set.of(trusted)), "an issuer is missing");
    assertEquals(false, pki.leads(leaf + between, Set.of()));
    assertTrue(pki.isOrdered(leaf + between + trusted));
    assertEquals(false, pki.isOrdered(leaf + trusted + between));
    assertEquals(Optional.empty(), pki.cannotSign(between + trusted));
  }

  @Test
  void shouldSayWhyACaCannotSign() throws Exception {
    KeyedCertificate authority = pki.authority("CA", YEAR);
    String leaf = pki.server(authority, LeafRequest.of(NAMES, YEAR)).certificate();
    Made noSigner = root("EC", 256, new BasicConstraints(true), KeyUsage.digitalSignature);
    Made narrow = root("EC", 256, new BasicConstraints(0), KeyUsage.keyCertSign);
    Made below = below(narrow, new BasicConstraints(true), KeyUsage.keyCertSign);
    assertTrue(pki.cannotSign(leaf).orElseThrow().endsWith("is not the certificate of a CA"));
    assertTrue(
        pki.cannotSign(noSigner.pair().certificate())
            .orElseThrow()
            .endsWith("may not sign certificates by its key usage"));
    assertTrue(
        pki.cannotSign(below.pair().certificate() + narrow.pair().certificate())
            .orElseThrow()
            .endsWith("allows only 0 CAs below it"));
    assertEquals(Optional.empty(), pki.cannotSign(narrow.pair().certificate()));
  }

  @Test
  void shouldNotPrintTheKeyOfARequest() {
    KeyedCertificate authority = pki.authority("CA", YEAR);
    LeafRequest request = new LeafRequest(NAMES, YEAR, KeyKind.P256, authority);
    assertEquals(false, request.toString().contains("PRIVATE"));
  }

  /** A certificate that openssl or a company's CA could have made. */
  private record Made(String name, KeyedCertificate pair) {}

  private static Made root(String algorithm, int bits, BasicConstraints constraints, int usage)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    KeyPair keys = keys(algorithm, bits);
    return made("root", "root", keys, keys.getPrivate(), constraints, usage);
  }

  private static Made below(Made issuer, BasicConstraints constraints, int usage)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    PrivateKey signer = Pem.privateKey(issuer.pair().key()).orElseThrow();
    return made("below", issuer.name(), keys("EC", 256), signer, constraints, usage);
  }

  private static KeyPair keys(String algorithm, int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private static Made made(
      String name,
      String issuer,
      KeyPair keys,
      PrivateKey signer,
      BasicConstraints constraints,
      int usage)
      throws IOException, OperatorCreationException {
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            new X500Name("CN=" + issuer),
            BigInteger.valueOf(System.nanoTime()),
            Date.from(YEAR.notBefore()),
            Date.from(YEAR.notAfter()),
            new X500Name("CN=" + name),
            keys.getPublic());
    builder.addExtension(Extension.basicConstraints, true, constraints);
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
    String algorithm = signer.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    byte[] certificate =
        builder.build(new JcaContentSignerBuilder(algorithm).build(signer)).getEncoded();
    return new Made(
        name,
        new KeyedCertificate(Pem.write("CERTIFICATE", certificate), Pem.write(keys.getPrivate())));
  }
}
