package dev.privateregistry.operator.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BouncyCastlePkiTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Validity YEAR = new Validity(NOW, NOW.plus(Duration.ofDays(365)));
  private static final List<String> NAMES = List.of("registry.example.com", "r.n.svc");

  private final BouncyCastlePki pki = new BouncyCastlePki();
  private final KeyedCertificate authority = pki.authority("CA of n/r", YEAR);
  private final KeyedCertificate server = pki.server(authority, LeafRequest.of(NAMES, YEAR));

  @Test
  void shouldIssueAChainThatTheJdkAccepts() throws Exception {
    X509Certificate ca = Pem.certificates(authority.certificate()).getFirst();
    X509Certificate leaf = Pem.certificates(server.certificate()).getFirst();
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(ca, null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(NOW.plusSeconds(1)));
    CertPathValidator.getInstance("PKIX")
        .validate(
            CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf)), parameters);
    assertEquals(List.of("1.3.6.1.5.5.7.3.1"), leaf.getExtendedKeyUsage());
    assertEquals(-1, leaf.getBasicConstraints());
    assertEquals(0, ca.getBasicConstraints());
  }

  @Test
  void shouldSayWhatACertificateHolds() {
    CertificateFacts facts = pki.read(server.certificate()).orElseThrow();
    assertEquals(YEAR, facts.validity());
    assertEquals(Set.copyOf(NAMES), facts.names());
    assertTrue(facts.serial().matches("[0-9a-f]{20,32}"), facts.serial());
  }

  @Test
  void shouldUseANewKeyAndSerialEachTime() {
    KeyedCertificate other = pki.server(authority, LeafRequest.of(NAMES, YEAR));
    assertNotEquals(server.key(), other.key());
    assertNotEquals(pki.read(server.certificate()), pki.read(other.certificate()));
  }

  @Test
  void shouldTellWhoSigned() {
    KeyedCertificate stranger = pki.authority("CA of n/r", YEAR);
    assertTrue(pki.signed(authority.certificate(), server.certificate()));
    assertFalse(pki.signed(stranger.certificate(), server.certificate()));
    assertFalse(pki.signed("garbage", server.certificate()));
  }

  @Test
  void shouldTellWhichKeyBelongsToACertificate() {
    assertTrue(pki.matches(server));
    assertFalse(pki.matches(new KeyedCertificate(server.certificate(), authority.key())));
    assertFalse(pki.matches(new KeyedCertificate(server.certificate(), "garbage")));
  }

  @Test
  void shouldSplitABundle() {
    String bundle = authority.certificate() + "# a comment\n" + server.certificate();
    assertEquals(Set.of(authority.certificate(), server.certificate()), pki.split(bundle));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\n%%%\n",
        "-----BEGIN EC PRIVATE KEY-----\nAA\n"
      })
  void shouldReadNothingFromGarbage(String text) {
    assertEquals(Optional.empty(), pki.read(text));
    assertEquals(Set.of(), pki.split(text));
    assertFalse(pki.matches(new KeyedCertificate(text, text)));
    assertThrows(
        IllegalArgumentException.class,
        () -> pki.server(new KeyedCertificate(text, text), LeafRequest.of(NAMES, YEAR)));
  }

  @Test
  void shouldIssueForAHostThatIsTooLongForACommonName() {
    String host = "a".repeat(60) + "." + "b".repeat(60) + ".example.com";
    KeyedCertificate issued = pki.server(authority, LeafRequest.of(List.of(host), YEAR));
    assertTrue(pki.read(issued.certificate()).orElseThrow().covers(host));
  }

  @ParameterizedTest
  @CsvSource({
    "a.example.com, true",
    "b.example.com, false",
    "x.wild.example.com, true",
    "x.y.wild.example.com, false",
    "wild.example.com, false"
  })
  void shouldCoverHostsExactlyOrByOneWildcardLabel(String host, boolean covered) {
    CertificateFacts facts =
        new CertificateFacts(
            "1", YEAR, Set.of("a.example.com", "*.wild.example.com"), KeyKind.P256);
    assertEquals(covered, facts.covers(host));
  }

  @Test
  void shouldNotPrintTheKey() {
    assertFalse(server.toString().contains("PRIVATE"));
  }
}
