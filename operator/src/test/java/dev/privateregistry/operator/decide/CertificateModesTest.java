package dev.privateregistry.operator.decide;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.operator.api.surroundings.OptionalKind;
import dev.privateregistry.operator.api.surroundings.Surroundings;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistrySpec;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistryStatus;
import dev.privateregistry.operator.tls.CertificateFacts;
import dev.privateregistry.operator.tls.KeyKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Where certificates come from, and how one way follows another. */
class CertificateModesTest {

  private static final String CA = "tls: {ca: {secretRef: {name: company}}}";
  private static final String SECRET = "tls: {secret: {secretRef: {name: own}}}";
  private static final String SELF_SIGNED = "tls: {selfSigned: {}}";
  private static final String ROOT = root(500);
  private static final String OTHER_ROOT = root(600);
  private static final Duration HANDOVER = AuthorityPolicy.DEFAULT.handover();

  // A CA of the user's own

  @Test
  void shouldIssueFromTheCaOfASecret() {
    Stage stage = withCompany(CA);
    Plan plan = stage.settle();
    assertEquals("True", stage.condition("CertificateReady").getStatus());
    assertTrue(stage.keys.signed(ROOT, leaf(stage)));
    assertEquals(ROOT, stage.trust());
    assertFalse(stage.objects.containsKey("Secret/r-ca"), "its key is not copied");
    assertTrue(
        stage.objects.values().stream()
            .filter(object -> !object.getMetadata().getName().equals("company"))
            .noneMatch(object -> Serialization.asJson(object).contains("a2V5NTAw")),
        "key500 is in its own Secret only");
    assertEquals("r-ca", requireNonNull(plan.status().trust()).configMapName());
  }

  @Test
  void shouldServeTheChainOfAnIntermediateCaAndPublishItsRoot() {
    String intermediate = "501 500 0 4000000000 ca\n";
    Stage stage = Stage.of(CA);
    stage.supply("company", Map.of("tls.crt", intermediate + ROOT, "tls.key", "key501"));
    stage.settle();
    assertTrue(leaf(stage).endsWith("\n" + intermediate), leaf(stage));
    assertEquals(2, leaf(stage).lines().count(), "the root is not served");
    assertEquals(ROOT, stage.trust());
  }

  static Stream<Arguments> unusable() {
    return Stream.of(
        Arguments.of("", "key500", "", "SecretIncomplete"),
        Arguments.of("nothing", "key500", "", "CertificateUnreadable"),
        Arguments.of(ROOT, "key501", "", "KeyDiffers"),
        Arguments.of("500 500 0 4000000000 r.n.svc\n", "key500", "", "NotAnAuthority"),
        Arguments.of("500 500 0 100 ca\n", "key500", "", "NotValidNow"),
        Arguments.of("501 500 0 4000000000 ca\n", "key501", "", "TrustMissing"),
        Arguments.of("501 500 0 4000000000 ca\n", "key501", OTHER_ROOT, "TrustDiffers"),
        Arguments.of("501 500 0 4000000000 ca\n", "key501", "nothing", "TrustUnreadable"),
        Arguments.of(ROOT + OTHER_ROOT, "key500", "", "ChainOutOfOrder"));
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void shouldKeepTheLastGoodStateWhileTheCaIsBroken(
      String certificate, String key, String trusted, String reason) {
    Stage stage = withCompany(CA);
    stage.settle();
    String before = leaf(stage);
    if (certificate.isEmpty()) {
      stage.supply("company", Map.of("tls.key", key));
    } else if (trusted.isEmpty()) {
      stage.supply("company", Map.of("tls.crt", certificate, "tls.key", key));
    } else {
      stage.supply("company", Map.of("tls.crt", certificate, "tls.key", key, "ca.crt", trusted));
    }
    Plan plan = stage.settle();
    assertEquals(reason, stage.condition("CertificateReady").getReason());
    assertEquals("True", stage.condition("Stalled").getStatus());
    assertEquals(reason, stage.condition("Stalled").getReason());
    assertTrue(stage.condition("Stalled").getMessage().contains("goes on"));
    assertEquals(before, leaf(stage));
    assertEquals(ROOT, stage.trust());
    assertFalse(Stage.changes(plan));
  }

  @Test
  void shouldTellOnceOfABrokenSecret() {
    Stage stage = withCompany(CA);
    stage.settle();
    stage.supply("company", Map.of());
    assertEquals(
        List.of("CertificateSecretIncomplete"),
        stage.step().notices().stream().map(Notice::reason).toList());
    assertEquals(List.of(), stage.step().notices());
  }

  @Test
  void shouldPublishAnotherCaBeforeItSigns() {
    Stage stage = withCompany(CA);
    stage.settle();
    stage.supply("company", authority(600));
    Plan plan = stage.settle();
    assertTrue(stage.keys.signed(ROOT, leaf(stage)), "the old one is served still");
    assertEquals(OTHER_ROOT + ROOT, stage.trust());
    assertEquals("HandingOver", stage.condition("CertificateReady").getReason());
    assertEquals(stage.now.plus(HANDOVER), plan.lookAgain());

    stage.now = stage.now.plus(HANDOVER);
    plan = stage.settle();
    assertTrue(stage.keys.signed(OTHER_ROOT, leaf(stage)));
    assertEquals(OTHER_ROOT + ROOT, stage.trust(), "for pods and clients that are late");
    assertEquals(stage.now.plus(HANDOVER), plan.lookAgain());

    stage.now = stage.now.plus(HANDOVER);
    assertFalse(Stage.changes(stage.settle()));
    assertEquals(OTHER_ROOT, stage.trust());
  }

  @Test
  void shouldTrustTheOldCaWhileAPodServesItsWork() {
    Stage stage = withCompany(CA);
    stage.settle();
    stage.supply("company", authority(600));
    stage.settle();
    stage.podLoads = false;
    stage.now = stage.now.plus(HANDOVER);
    stage.settle();
    stage.now = stage.now.plus(Duration.ofDays(1));
    stage.settle();
    assertEquals(OTHER_ROOT + ROOT, stage.trust());
  }

  @Test
  void shouldNotWaitForAHandoverThatTheCertificateWouldNotLive() {
    Stage stage = withCompany(CA.replace("}}}", "}}, duration: 90s}"));
    stage.settle();
    stage.supply("company", authority(600));
    stage.settle();
    assertTrue(stage.keys.signed(OTHER_ROOT, leaf(stage)));
    assertEquals(OTHER_ROOT + ROOT, stage.trust());
  }

  @Test
  void shouldNotWaitWhenItIsAskedNotTo() {
    Stage stage = withCompany(CA);
    stage.settle();
    stage.supply("company", authority(600));
    stage
        .resource
        .getMetadata()
        .getAnnotations()
        .put(PrivateRegistry.RENEW_CERTIFICATE_ANNOTATION, "now");
    stage.settle();
    assertTrue(stage.keys.signed(OTHER_ROOT, leaf(stage)));
  }

  @Test
  void shouldRememberWhatIsServedWhenTheBundleIsDeleted() {
    Stage stage = withCompany(CA);
    stage.settle();
    stage.supply("company", authority(600));
    stage.settle();
    stage.objects.remove("ConfigMap/r-ca");
    stage.settle();
    assertEquals(OTHER_ROOT + ROOT, stage.trust());
  }

  @Test
  void shouldWarnBeforeTheCaEnds() {
    Stage stage = withCompany(CA);
    stage.settle();
    stage.now = Instant.ofEpochSecond(4000000000L).minus(Duration.ofDays(10));
    stage.settle();
    assertEquals("ExpiresSoon", stage.condition("CertificateReady").getReason());
    assertEquals("True", stage.condition("CertificateReady").getStatus());
  }

  // The private key

  @ParameterizedTest
  @CsvSource({
    "'', EC, 256",
    "'algorithm: ECDSA, size: 384', EC, 384",
    "'algorithm: RSA', RSA, 2048",
    "'algorithm: RSA, size: 4096', RSA, 4096"
  })
  void shouldIssueForTheKeyThatIsAskedFor(String key, String algorithm, int bits) {
    Stage stage = Stage.of("{}");
    stage.settle();
    change(stage, "tls: {privateKey: {" + key + "}}");
    assertFalse(Stage.changes(stage.settle()));
    assertEquals(new KeyKind(algorithm, bits), facts(stage).key());
  }

  @ParameterizedTest
  @CsvSource({"Always, false", "Never, true"})
  void shouldGoOnWithTheKeyOnlyWhenAsked(String rotation, boolean kept) {
    Stage stage =
        Stage.of(
            "tls: {duration: 90s, renewBefore: 30s, privateKey: {rotation: " + rotation + "}}");
    stage.settle();
    String before = leaf(stage);
    String key = key(stage);
    stage.now = stage.now.plusSeconds(61);
    stage.settle();
    assertNotEquals(before, leaf(stage));
    assertEquals(kept, key.equals(key(stage)));
  }

  @Test
  void shouldRefuseASizeThatNoKeyHas() {
    Stage stage = Stage.of("tls: {privateKey: {algorithm: RSA, size: 256}}");
    stage.step();
    assertTrue(
        stage.condition("Ready").getMessage().startsWith("spec.tls.privateKey.size:"),
        stage.condition("Ready").getMessage());
  }

  // A certificate from a Secret

  @Test
  void shouldGiveThePodsACopyOfTheSecret() {
    Stage stage = Stage.of(SECRET);
    stage.supply("own", certificate(700, 500));
    stage.settle();
    assertEquals(ROOT, stage.trust());
    assertEquals("700 500 0 4000000000 r.n.svc\n", leaf(stage));
    assertEquals("key700", key(stage));
  }

  @ParameterizedTest
  @CsvSource({
    "701 500 0 4000000000 r.n.svc, key700, KeyDiffers",
    "701 500 0 4000000000 other.svc, key701, HostNotCovered",
    "701 500 0 100 r.n.svc, key701, NotValidNow",
    "701 900 0 4000000000 r.n.svc, key701, TrustDiffers"
  })
  void shouldKeepTheLastGoodCertificateWhileTheSecretIsWorse(
      String certificate, String key, String reason) {
    Stage stage = Stage.of(SECRET);
    stage.supply("own", certificate(700, 500));
    stage.settle();
    stage.supply("own", Map.of("tls.crt", certificate, "tls.key", key, "ca.crt", ROOT));
    Plan plan = stage.settle();
    assertEquals("700 500 0 4000000000 r.n.svc\n", leaf(stage));
    assertEquals(reason, stage.condition("CertificateReady").getReason());
    assertEquals("True", stage.condition("Stalled").getStatus());
    assertFalse(Stage.changes(plan));
  }

  @Test
  void shouldServeAFlawedCertificateRatherThanNone() {
    Stage stage = Stage.of(SECRET);
    stage.supply("own", Map.of("tls.crt", "700 500 0 4000000000 other.svc", "tls.key", "key700"));
    stage.settle();
    assertEquals("HostNotCovered", stage.condition("CertificateReady").getReason());
    assertEquals("700 500 0 4000000000 other.svc\n", leaf(stage));
  }

  @Test
  void shouldTakeOverARenewedCertificateOfTheSameCaAtOnce() {
    Stage stage = Stage.of(SECRET);
    stage.supply("own", certificate(700, 500));
    stage.settle();
    stage.supply("own", certificate(701, 500));
    stage.settle();
    assertTrue(leaf(stage).startsWith("701 "), leaf(stage));
    assertEquals("True", stage.condition("CertificateReady").getStatus());
  }

  @Test
  void shouldPublishNothingForACertificateThatClientsTrustAlready() {
    Stage stage = Stage.of(SELF_SIGNED);
    stage.settle();
    String own = stage.trust();
    stage.supply("own", Map.of("tls.crt", "700 9 0 4000000000 r.n.svc\n", "tls.key", "key700"));
    change(stage, SECRET);
    Plan plan = stage.settle();
    assertTrue(leaf(stage).startsWith("700 "), leaf(stage));
    assertEquals(own, stage.trust(), "until no client can need it any more");
    assertEquals(null, plan.status().trust());
    stage.now = stage.now.plus(HANDOVER);
    stage.settle();
    assertEquals("", stage.trust());
  }

  // cert-manager

  private static final String CERT_MANAGER =
      "tls: {duration: 720h, certManager: {issuerRef: {name: company}}}";

  private static Stage withCertManager() {
    Stage stage = Stage.of(CERT_MANAGER);
    stage.surroundings = new Surroundings(Set.of(OptionalKind.CERTIFICATE), List.of());
    return stage;
  }

  @Test
  void shouldAskCertManager() {
    Stage stage = withCertManager();
    stage.settle();
    GenericKubernetesResource asked =
        (GenericKubernetesResource) requireNonNull(stage.objects.get("Certificate/r"));
    assertEquals("r-cert-manager", asked.get("spec", "secretName"));
    assertEquals("720h", asked.get("spec", "duration"));
    assertEquals("Always", asked.get("spec", "privateKey", "rotationPolicy"));
    assertEquals("Issuer", asked.get("spec", "issuerRef", "kind"));
    assertEquals("cert-manager.io", asked.get("spec", "issuerRef", "group"));
    assertEquals("Issuing", stage.condition("CertificateReady").getReason());
    assertEquals("False", stage.condition("Stalled").getStatus());

    stage.supply("r-cert-manager", certificate(700, 500));
    stage.settle();
    assertTrue(leaf(stage).startsWith("700 "));
    assertEquals(ROOT, stage.trust());
    assertEquals("True", stage.condition("CertificateReady").getStatus());
  }

  @Test
  void shouldTellWhatCertManagerComplainsOf() {
    Stage stage = withCertManager();
    stage.settle();
    GenericKubernetesResource asked =
        (GenericKubernetesResource) requireNonNull(stage.objects.get("Certificate/r"));
    asked.setAdditionalProperty(
        "status",
        Map.of(
            "conditions",
            List.of(
                Map.of(
                    "type", "Ready", "status", "False", "reason", "Expired", "message", "why"))));
    String told = "cert-manager says Expired: why";
    assertEquals(
        told, stage.decide().status().condition("CertificateReady").orElseThrow().getMessage());
    stage.supply("r-cert-manager", certificate(700, 500));
    PrivateRegistryStatus status = stage.decide().status();
    assertEquals(told, status.condition("CertificateReady").orElseThrow().getMessage());
    assertEquals("True", status.condition("CertificateReady").orElseThrow().getStatus());
  }

  @Test
  void shouldSayThatThereIsNoCertManager() {
    Stage stage = Stage.of(CERT_MANAGER);
    stage.settle();
    assertEquals("KindMissing", stage.condition("CertificateReady").getReason());
  }

  @Test
  void shouldAskNoMoreInAnotherMode() {
    Stage stage = withCertManager();
    stage.supply("r-cert-manager", certificate(700, 500));
    stage.settle();
    change(stage, SELF_SIGNED);
    stage.settle();
    assertFalse(stage.objects.containsKey("Certificate/r"));
    assertTrue(leaf(stage).startsWith("700 "), "until the other CA is trusted");
  }

  // From one mode to another

  static Stream<Arguments> pairs() {
    List<String> modes = List.of(SELF_SIGNED, CA, SECRET);
    return modes.stream()
        .flatMap(
            from ->
                modes.stream().filter(to -> !to.equals(from)).map(to -> Arguments.of(from, to)));
  }

  @ParameterizedTest(name = "{0} → {1}")
  @MethodSource("pairs")
  void shouldMoveTrustBeforeTheCertificate(String from, String to) {
    Stage stage = withCompany(from);
    stage.supply("own", certificate(700, 600));
    stage.settle();
    String before = leaf(stage);
    String trusted = stage.trust();
    change(stage, to);
    stage.settle();
    assertEquals(before, leaf(stage), "nothing else is served before it is trusted");
    assertTrue(stage.trust().endsWith(trusted), stage.trust());
    assertEquals(2, stage.trust().lines().count());

    stage.now = stage.now.plus(HANDOVER);
    stage.settle();
    assertNotEquals(before, leaf(stage));
    assertTrue(stage.keys.leads(leaf(stage), stage.keys.split(stage.trust())));
    assertEquals(2, stage.trust().lines().count());

    stage.now = stage.now.plus(HANDOVER);
    assertFalse(Stage.changes(stage.settle()));
    assertEquals(1, stage.trust().lines().count());
    assertTrue(stage.keys.leads(leaf(stage), stage.keys.split(stage.trust())));
    assertEquals("True", stage.condition("CertificateReady").getStatus());
  }

  @ParameterizedTest(name = "{0} → {1} and back")
  @MethodSource("pairs")
  void shouldReturnToWhatItWas(String from, String to) {
    Stage stage = withCompany(from);
    stage.supply("own", certificate(700, 600));
    stage.settle();
    String trusted = stage.trust();
    change(stage, to);
    for (String next : List.of(to, to, from, from, from)) {
      change(stage, next);
      stage.settle();
      stage.now = stage.now.plus(HANDOVER);
    }
    stage.settle();
    assertEquals(trusted, stage.trust());
  }

  // Windows

  @Test
  void shouldWaitForAWindow() {
    Stage stage =
        Stage.of(
            """
            tls: {duration: 240h, renewBefore: 72h}
            maintenance: {windows: [{schedule: "0 3 * * *", duration: 2h}]}
            """);
    Plan plan = stage.settle();
    String before = leaf(stage);
    assertEquals("2026-01-08T03:00:00Z", renewAt(plan), "due at midnight");
    stage.now = Instant.parse("2026-01-08T02:59:59Z");
    assertEquals(Instant.parse("2026-01-08T03:00:00Z"), stage.settle().lookAgain());
    assertEquals(before, leaf(stage));
    stage.now = Instant.parse("2026-01-08T03:00:00Z");
    stage.settle();
    assertNotEquals(before, leaf(stage));
  }

  @Test
  void shouldRenewOutsideAWindowRatherThanLetACertificateEnd() {
    Stage stage =
        Stage.of(
            """
            tls: {duration: 240h, renewBefore: 72h}
            maintenance: {windows: [{schedule: "0 3 1 * *", duration: 2h}]}
            """);
    Plan plan = stage.settle();
    String before = leaf(stage);
    assertEquals("2026-01-10T00:00:00Z", renewAt(plan), "a third of renewBefore is left");
    stage.now = Instant.parse("2026-01-10T00:00:00Z");
    stage.settle();
    assertNotEquals(before, leaf(stage));
  }

  @Test
  void shouldNotLetSomebodyWhoAsksWaitForAWindow() {
    Stage stage = Stage.of("maintenance: {windows: [{schedule: \"0 3 1 * *\", duration: 2h}]}");
    stage.settle();
    String before = leaf(stage);
    stage
        .resource
        .getMetadata()
        .getAnnotations()
        .put(PrivateRegistry.RENEW_CERTIFICATE_ANNOTATION, "now");
    stage.settle();
    assertNotEquals(before, leaf(stage));
  }

  @Test
  void shouldReplaceItsOwnCaInAWindow() {
    Stage stage = Stage.of("maintenance: {windows: [{schedule: \"0 3 * * *\", duration: 1h}]}");
    stage.settle();
    String old = stage.trust();
    stage.now = stage.now.plus(Duration.ofDays(3650 - 730));
    stage.settle();
    stage.now = stage.now.plus(Duration.ofDays(1));
    stage.settle();
    assertTrue(stage.keys.signed(old, leaf(stage)), "ripe at midnight");
    stage.now = stage.now.plus(Duration.ofHours(3));
    stage.settle();
    assertFalse(stage.keys.signed(old, leaf(stage)));
  }

  @ParameterizedTest
  @CsvSource({
    "61 2 * * *, UTC, schedule",
    "0 2 31 2 *, UTC, schedule",
    "0 2 * *, UTC, schedule",
    "0 2 * * *, Asia/Atlantis, timeZone"
  })
  void shouldRefuseAWindowThatNeverComes(String schedule, String zone, String field) {
    Stage stage =
        Stage.of(
            "maintenance: {windows: [{schedule: \"%s\", duration: 2h, timeZone: %s}]}"
                .formatted(schedule, zone));
    stage.step();
    assertTrue(
        stage
            .condition("Ready")
            .getMessage()
            .startsWith("spec.maintenance.windows[0]." + field + ":"),
        stage.condition("Ready").getMessage());
  }

  private static void change(Stage stage, String spec) {
    stage.resource.setSpec(Serialization.unmarshal(spec, PrivateRegistrySpec.class));
  }

  private static Stage withCompany(String spec) {
    Stage stage = Stage.of(spec);
    stage.supply("company", authority(500));
    return stage;
  }

  private static String root(int number) {
    return number + " " + number + " 0 4000000000 ca\n";
  }

  private static Map<String, String> authority(int number) {
    return Map.of("tls.crt", root(number), "tls.key", "key" + number);
  }

  private static Map<String, String> certificate(int number, int issuer) {
    return Map.of(
        "tls.crt",
        number + " " + issuer + " 0 4000000000 r.n.svc",
        "tls.key",
        "key" + number,
        "ca.crt",
        root(issuer));
  }

  private static String leaf(Stage stage) {
    return Stage.text(stage.secret("r-tls").orElseThrow(), "tls.crt");
  }

  private static String key(Stage stage) {
    return Stage.text(stage.secret("r-tls").orElseThrow(), "tls.key");
  }

  private static CertificateFacts facts(Stage stage) {
    return stage.keys.read(leaf(stage)).orElseThrow();
  }

  private static String renewAt(Plan plan) {
    return String.valueOf(requireNonNull(plan.status().certificate()).renewAt());
  }
}
