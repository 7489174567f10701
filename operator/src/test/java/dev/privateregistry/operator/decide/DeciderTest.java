package dev.privateregistry.operator.decide;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.operator.api.v1alpha1.Ownership;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistryStatus.CertificateStatus;
import dev.privateregistry.operator.api.v1alpha1.RotationPhase;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeciderTest {

  private static final String ONE_USER = "auth: {users: [{name: ann}]}";
  private static final String ROTATING =
      "auth: {users: [{name: ann, rotation: {every: 100s, overlap: 30s}}]}";

  @Test
  void shouldServeAUserAfterTheFirstSteps() {
    Stage stage = Stage.of(ONE_USER);
    deployed(stage);
    Plan plan = stage.settle();
    assertFalse(Stage.changes(plan), () -> "still writes " + plan.writes());
    assertEquals("True", stage.condition("Ready").getStatus());
    assertEquals("False", stage.condition("Reconciling").getStatus());
    assertEquals("False", stage.condition("Stalled").getStatus());
    assertEquals("https://r.n.svc:5000", plan.status().url());
    assertEquals("1.0", plan.status().version());
    assertEquals(List.of(stage.password("ann")), stage.accepted("ann"));
    assertEquals(RotationPhase.Retired, plan.status().users().getFirst().phase());
    assertEquals(List.of("r-1"), certificate(plan).servedBy());
    assertTrue(
        Stage.text(stage.secret("r-ann").orElseThrow(), ".dockerconfigjson")
            .contains("\"r.n.svc:5000\""));
  }

  @Test
  void shouldRotateByTimeAndKeepTheOldPasswordUntilItsEnd() {
    Stage stage = Stage.of(ROTATING);
    stage.settle();
    String first = stage.password("ann");
    stage.now = stage.now.plusSeconds(100);
    Plan plan = stage.settle();
    String second = stage.password("ann");
    assertNotEquals(first, second);
    assertEquals(List.of(first, second), stage.accepted("ann"));
    assertEquals(RotationPhase.Overlapping, plan.status().users().getFirst().phase());
    assertEquals("2026-01-01T00:02:10Z", plan.status().users().getFirst().previousValidUntil());
    assertEquals(stage.now.plusSeconds(30), plan.lookAgain());
    stage.now = stage.now.plusSeconds(30);
    plan = stage.settle();
    assertEquals(List.of(second), stage.accepted("ann"));
    assertEquals(RotationPhase.Retired, plan.status().users().getFirst().phase());
  }

  @Test
  void shouldNotPublishWhatAPodDoesNotAccept() {
    Stage stage = Stage.of(ROTATING);
    stage.settle();
    String first = stage.password("ann");
    stage.podLoads = false;
    stage.now = stage.now.plusSeconds(100);
    Plan plan = stage.settle();
    assertEquals(first, stage.password("ann"));
    assertEquals(2, stage.accepted("ann").size());
    assertEquals(RotationPhase.Generated, plan.status().users().getFirst().phase());
    assertEquals(stage.now.plusSeconds(1), plan.lookAgain());
  }

  @Test
  void shouldRotateOnceForEachNewValueOfTheAnnotation() {
    Stage stage = Stage.of(ONE_USER);
    stage.settle();
    String first = stage.password("ann");
    annotate(stage, PrivateRegistry.ROTATE_CREDENTIALS_ANNOTATION, "now");
    stage.settle();
    String second = stage.password("ann");
    stage.settle();
    assertNotEquals(first, second);
    assertEquals(second, stage.password("ann"));
  }

  @Test
  void shouldTakeAGivenPasswordAndFollowItsChange() {
    Stage stage = Stage.of("auth: {users: [{name: ann, passwordSecretRef: {name: mine}}]}");
    stage.settle();
    assertEquals("PasswordUnusable", stage.condition("CredentialsReady").getReason());
    stage.supply("mine", Map.of("password", "one\n"));
    stage.settle();
    assertEquals("one", stage.password("ann"));
    stage.supply("mine", Map.of("password", "two"));
    stage.settle();
    assertEquals("two", stage.password("ann"));
    assertEquals(List.of("one", "two"), stage.accepted("ann"));
  }

  @Test
  void shouldDropARemovedUser() {
    Stage stage = Stage.of("auth: {users: [{name: ann}, {name: bob}]}");
    stage.settle();
    stage.resource.setSpec(Stage.of("auth: {users: [{name: bob}]}").resource.getSpec());
    stage.resource.getMetadata().setGeneration(2L);
    stage.settle();
    assertEquals(List.of(), stage.accepted("ann"));
    assertTrue(stage.secret("r-ann").isEmpty());
    assertFalse(stage.password("bob").isEmpty());
  }

  @Test
  void shouldNotActOnAResourceOlderThanWhatWasDecided() {
    Stage stage = Stage.of(ONE_USER);
    stage.resource.getMetadata().setGeneration(2L);
    stage.settle();
    stage.resource.getMetadata().setGeneration(1L);
    stage.resource.setSpec(Stage.of("{}").resource.getSpec());
    assertEquals(List.of(), stage.decide().writes());
  }

  @Test
  void shouldRenewTheCertificateOnRequestWithANewKey() {
    Stage stage = Stage.of("{}");
    stage.settle();
    String before = certificate(stage.decide()).serial();
    annotate(stage, PrivateRegistry.RENEW_CERTIFICATE_ANNOTATION, "1");
    Plan plan = stage.settle();
    assertNotEquals(before, certificate(plan).serial());
    assertFalse(Stage.changes(plan));
  }

  @Test
  void shouldRenewTheCertificateBeforeItsEnd() {
    Stage stage = Stage.of("tls: {duration: 90s, renewBefore: 30s}");
    Plan plan = stage.settle();
    String before = certificate(plan).serial();
    assertEquals("2026-01-01T00:01:00Z", certificate(plan).renewAt());
    stage.now = stage.now.plusSeconds(59);
    assertEquals(before, certificate(stage.settle()).serial());
    stage.now = stage.now.plusSeconds(1);
    assertNotEquals(before, certificate(stage.settle()).serial());
  }

  @Test
  void shouldIssueANewCertificateForANewHost() {
    Stage stage = Stage.of("host: a.example.com");
    stage.settle();
    stage.resource.setSpec(Stage.of("host: b.example.com").resource.getSpec());
    stage.settle();
    String leaf = Stage.text(stage.secret("r-tls").orElseThrow(), "tls.crt");
    assertTrue(leaf.contains("b.example.com"), leaf);
  }

  @Test
  void shouldReplaceTheAuthorityInTwoStepsBeforeItsEnd() {
    Stage stage = Stage.of("{}");
    stage.settle();
    String old = stage.trust();
    stage.now = stage.now.plus(Duration.ofDays(3650 - 730));
    stage.settle();
    String leaf = Stage.text(stage.secret("r-tls").orElseThrow(), "tls.crt");
    assertEquals(2, stage.trust().lines().count());
    assertTrue(stage.keys.signed(old, leaf), "the old CA still signs");
    stage.now = stage.now.plus(Duration.ofDays(1));
    stage.settle();
    leaf = Stage.text(stage.secret("r-tls").orElseThrow(), "tls.crt");
    assertFalse(stage.keys.signed(old, leaf), "the new CA signs");
    stage.now = stage.now.plus(AuthorityPolicy.DEFAULT.handover());
    stage.settle();
    assertTrue(stage.keys.signed(stage.trust(), leaf));
    assertEquals(1, stage.trust().lines().count());
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', SecretIncomplete",
    "garbage, key1, CertificateUnreadable",
    "1 9 0 4000000000 r.n.svc, key2, KeyDiffers",
    "1 9 0 4000000000 other.example.com, key1, HostNotCovered",
    "1 9 0 100 r.n.svc, key1, NotValidNow",
    "1 9 0 1767600000 r.n.svc, key1, ExpiresSoon",
    "1 9 0 4000000000 r.n.svc, key1, Ready"
  })
  void shouldJudgeASuppliedCertificate(String certificate, String key, String reason) {
    Stage stage = Stage.of("tls: {secret: {secretRef: {name: own}}}");
    stage.supply(
        "own", certificate.isEmpty() ? Map.of() : Map.of("tls.crt", certificate, "tls.key", key));
    stage.settle();
    assertEquals(reason, stage.condition("CertificateReady").getReason());
  }

  @Test
  void shouldLeaveThePodsAloneWhileASuppliedCertificateCannotBeUsed() {
    Stage stage = Stage.of("tls: {secret: {secretRef: {name: own}}}");
    stage.declared.add(deployment(stage));
    Plan plan = stage.decide();
    assertTrue(plan.writes().stream().noneMatch(write -> write.object() instanceof Deployment));
    assertEquals(
        "SecretMissing", plan.status().condition("CertificateReady").orElseThrow().getReason());
  }

  @Test
  void shouldPublishNothingToTrustForPlainHttp() {
    Stage stage = Stage.of("tls: {disabled: {}}");
    stage.settle();
    assertEquals("", stage.trust());
    assertEquals("http://r.n.svc:5000", stage.resource.getStatus().url());
  }

  @ParameterizedTest
  @ValueSource(strings = {"r-ca", "r-tls", "r-credentials", "r-htpasswd", "r-http", "r-ann"})
  void shouldNeverOverwriteASecretOfSomebodyElse(String name) {
    Stage stage = Stage.of(ONE_USER);
    stage.supply(name, Map.of("theirs", "x"));
    HasMetadata theirs = stage.secret(name).orElseThrow();
    stage.settle();
    assertEquals(theirs, stage.secret(name).orElseThrow());
    assertEquals("True", stage.condition("Stalled").getStatus());
    assertTrue(
        stage.condition("Stalled").getMessage().contains("Secret " + name + " exists"),
        stage.condition("Stalled").getMessage());
  }

  @Test
  void shouldNeverOverwriteAConfigMapOfSomebodyElse() {
    Stage stage = Stage.of("{}");
    stage.put(new ConfigMapBuilder().withNewMetadata().withName("r-ca").endMetadata().build());
    stage.settle();
    assertEquals("", stage.trust() == null ? "" : stage.trust());
    assertEquals("True", stage.condition("Stalled").getStatus());
  }

  @Test
  void shouldDeleteTheIngressThatIsNotAskedForAnyMore() {
    Stage stage = Stage.of("{}");
    stage.put(new IngressBuilder().withMetadata(Ownership.metadata(stage.resource, "r")).build());
    stage.put(new IngressBuilder().withNewMetadata().withName("theirs").endMetadata().build());
    stage.settle();
    assertFalse(stage.objects.containsKey("Ingress/r"));
    assertTrue(stage.objects.containsKey("Ingress/theirs"));
  }

  @Test
  void shouldKeepTheSizeAndClassOfAVolumeClaimThatExists() {
    Stage stage = Stage.of("{}");
    stage.put(claim(stage, "20Gi", "slow"));
    stage.declared.add(claim(stage, "10Gi", "fast"));
    Plan plan = stage.decide();
    PersistentVolumeClaim applied =
        plan.writes().stream()
            .map(Write::object)
            .filter(PersistentVolumeClaim.class::isInstance)
            .map(PersistentVolumeClaim.class::cast)
            .findFirst()
            .orElseThrow();
    assertEquals("slow", applied.getSpec().getStorageClassName());
    assertEquals(
        new Quantity("20Gi"), applied.getSpec().getResources().getRequests().get("storage"));
  }

  @Test
  void shouldWriteNothingWhilePaused() {
    Stage stage = Stage.of(ONE_USER);
    annotate(stage, PrivateRegistry.PAUSE_ANNOTATION, "true");
    Plan plan = stage.decide();
    assertEquals(List.of(), plan.writes());
    assertEquals("Paused", plan.status().condition("Reconciling").orElseThrow().getReason());
  }

  @Test
  void shouldWriteNothingForAResourceThatIsBeingDeleted() {
    Stage stage = Stage.of(ONE_USER);
    stage.resource.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");
    assertEquals(List.of(), stage.decide().writes());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tls: {selfSigned: {}, disabled: {}} | spec.tls: choose exactly one",
        "tls: {duration: 1d} | spec.tls.duration: '1d' is not a length of time",
        "tls: {duration: 1s} | spec.tls.duration: must be at least 5s",
        "tls: {duration: 1h, renewBefore: 2h} | spec.tls.renewBefore: must be",
        "auth: {users: [{name: a}, {name: a}]} | two users are named 'a'",
        "auth: {users: [{name: ca}]} | 'ca' cannot be the name of a user",
        "auth: {users: [{name: A_b}]} | 'A_b' cannot be the name of a user",
        "auth: {users: [{name: a, rotation: {every: 1m, overlap: 1h}}]} | overlap: must be less",
        "auth: {users: [{name: a, rotation: {every: 1s}}]} | every: must be at least 5s"
      })
  void shouldRefuseASpecThatBreaksARule(String spec, String message) {
    Plan plan = Stage.of(spec).decide();
    assertEquals(List.of(), plan.writes());
    String said = plan.status().condition("Stalled").orElseThrow().getMessage();
    assertTrue(said.contains(message), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"r-ca", "r-tls", "r-credentials", "r-htpasswd", "r-http", "r-ann"})
  void shouldMendWhateverIsFoundInASecretOfOurs(String name) {
    for (String garbage : List.of("%%%", "", "e30=", "bnVsbA==", "eyJwaGFzZSI6MX0=")) {
      Stage stage = Stage.of(ONE_USER);
      stage.settle();
      stage.spoil(
          name,
          Map.of(
              "ann",
              garbage,
              "tls.crt",
              garbage,
              "tls.key",
              garbage,
              "htpasswd",
              garbage,
              "password",
              garbage,
              "secret",
              garbage,
              "next.crt",
              garbage,
              "previous.crt",
              garbage));
      Plan plan = stage.settle();
      assertFalse(Stage.changes(plan), () -> name + " with " + garbage + ": " + plan.writes());
      assertEquals(List.of(stage.password("ann")), latest(stage.accepted("ann")));
    }
  }

  @Test
  void shouldKeepThePublishedPasswordWhenTheStoredOneIsLost() {
    Stage stage = Stage.of(ONE_USER);
    stage.settle();
    String password = stage.password("ann");
    stage.objects.remove("Secret/r-credentials");
    stage.settle();
    assertEquals(password, stage.password("ann"));
    assertEquals(List.of(password), stage.accepted("ann"));
  }

  @Test
  void shouldNotShowASecretInWhatItSays() {
    Stage stage = Stage.of("auth: {users: [{name: ann, passwordSecretRef: {name: mine}}]}");
    stage.supply("mine", Map.of("password", "Tr0ub4dor"));
    String encoded = Base64.getEncoder().encodeToString("Tr0ub4dor".getBytes(UTF_8));
    for (int i = 0; i < 6; i++) {
      String said = stage.step().toString();
      assertTrue(said.contains("Secret/r-") || i > 3, said);
      assertFalse(said.contains("Tr0ub4dor") || said.contains(encoded), said);
    }
    assertEquals("Tr0ub4dor", stage.password("ann"));
  }

  private static CertificateStatus certificate(Plan plan) {
    return requireNonNull(plan.status().certificate());
  }

  private static List<String> latest(List<String> accepted) {
    return accepted.subList(accepted.size() - 1, accepted.size());
  }

  private static void annotate(Stage stage, String key, String value) {
    stage.resource.getMetadata().getAnnotations().put(key, value);
  }

  private static PersistentVolumeClaim claim(Stage stage, String size, String storageClass) {
    return new PersistentVolumeClaimBuilder()
        .withMetadata(Ownership.metadata(stage.resource, "r"))
        .withNewSpec()
        .withStorageClassName(storageClass)
        .withAccessModes("ReadWriteOnce")
        .withNewResources()
        .addToRequests("storage", new Quantity(size))
        .endResources()
        .endSpec()
        .build();
  }

  private static Deployment deployment(Stage stage) {
    return new DeploymentBuilder()
        .withMetadata(Ownership.metadata(stage.resource, "r"))
        .withNewStatus()
        .withUpdatedReplicas(1)
        .withReadyReplicas(1)
        .endStatus()
        .build();
  }

  private static void deployed(Stage stage) {
    stage.declared.add(deployment(stage));
  }
}
