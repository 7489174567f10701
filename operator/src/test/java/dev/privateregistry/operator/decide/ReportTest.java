package dev.privateregistry.operator.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the status says to whoever waits for it. */
class ReportTest {

  private static final String ROTATING =
      "auth: {users: [{name: ann, rotation: {every: 1000s, overlap: 30s}}]}";

  @Test
  void shouldSpeakOfTheGenerationBeforeThePauseWhilePaused() {
    Stage stage = Stage.of("{}");
    stage.settle();
    Condition ready = stage.condition("Ready");
    stage.resource.getMetadata().setGeneration(2L);
    annotate(stage, PrivateRegistry.PAUSE_ANNOTATION, "true");
    stage.step();
    assertEquals(1L, stage.resource.getStatus().observedGeneration());
    assertEquals(ready, stage.condition("Ready"));
    assertEquals("Paused", stage.condition("Reconciling").getReason());
    stage.resource.getMetadata().getAnnotations().clear();
    stage.step();
    assertEquals(2L, stage.resource.getStatus().observedGeneration());
  }

  @Test
  void shouldHaveSeenNoGenerationWhenPausedFromTheStart() {
    Stage stage = Stage.of("{}");
    annotate(stage, PrivateRegistry.PAUSE_ANNOTATION, "true");
    stage.step();
    assertNull(stage.resource.getStatus().observedGeneration());
    assertEquals("False", stage.condition("Ready").getStatus());
  }

  @Test
  void shouldShowARotationUntilPodsAreLateForTooLong() {
    Stage stage = Stage.of(ROTATING);
    stage.settle();
    stage.podLoads = false;
    stage.now = stage.now.plusSeconds(1000);
    stage.settle();
    written(stage, "r-htpasswd");
    stage.step();
    assertEquals("True", stage.condition("CredentialsReady").getStatus());
    assertEquals("Rotating", stage.condition("CredentialsReady").getReason());
    stage.now = stage.now.plus(Duration.ofMinutes(5));
    stage.step();
    assertEquals("WaitingForPods", stage.condition("CredentialsReady").getReason());
    assertEquals(
        "the new password of user ann is not published yet: waiting for pod r-1 to load the new"
            + " files",
        stage.condition("CredentialsReady").getMessage());
    assertEquals("False", stage.condition("Ready").getStatus());
    assertEquals("True", stage.condition("Reconciling").getStatus());
  }

  @Test
  void shouldTellUntilWhenARotationThatWasAskedForMustWait() {
    Stage stage = Stage.of("auth: {users: [{name: ann, rotation: {overlap: 1h}}]}");
    stage.settle();
    for (String value : List.of("1", "2", "3")) {
      annotate(stage, PrivateRegistry.ROTATE_CREDENTIALS_ANNOTATION, value);
      stage.settle();
    }
    assertEquals(3, stage.accepted("ann").size());
    assertEquals("RotationDeferred", stage.condition("CredentialsReady").getReason());
    assertTrue(
        stage.condition("CredentialsReady").getMessage().endsWith("at 2026-01-01T01:00:00Z"),
        stage.condition("CredentialsReady").getMessage());
    assertEquals("True", stage.condition("CredentialsReady").getStatus());
  }

  @Test
  void shouldStayReadyWhilePodsTakeOverASuppliedCertificate() {
    Stage stage = Stage.of("tls: {secret: {secretRef: {name: own}}}");
    supply(stage, "1");
    stage.settle();
    assertEquals("True", stage.condition("CertificateReady").getStatus());
    stage.podLoads = false;
    supply(stage, "2");
    stage.settle();
    assertEquals("Renewing", stage.condition("CertificateReady").getReason());
    assertEquals("True", stage.condition("CertificateReady").getStatus());
    stage.now = stage.now.plus(Duration.ofMinutes(5));
    stage.settle();
    assertEquals("False", stage.condition("CertificateReady").getStatus());
  }

  private static void supply(Stage stage, String serial) {
    stage.supply(
        "own", Map.of("tls.crt", serial + " 9 0 4000000000 r.n.svc", "tls.key", "key" + serial));
    written(stage, "own");
  }

  private static void written(Stage stage, String secret) {
    HasMetadata object = stage.secret(secret).orElseThrow();
    object
        .getMetadata()
        .setManagedFields(
            List.of(new ManagedFieldsEntryBuilder().withTime(stage.now.toString()).build()));
  }

  private static void annotate(Stage stage, String key, String value) {
    stage.resource.getMetadata().getAnnotations().put(key, value);
  }
}
