package dev.privateregistry.local.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.privateregistry.operator.api.v1alpha1.PrivateRegistryStatus;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistryStatus.CertificateStatus;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistryStatus.UserStatus;
import dev.privateregistry.operator.api.v1alpha1.RotationPhase;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatusChangesTest {
  private static final PrivateRegistryStatus PENDING =
      status(condition("Ready", "False", "waiting for the pod"), null, null);
  private static final PrivateRegistryStatus READY =
      status(condition("Ready", "True", "all is well"), "a1", "2026-01-01T00:00:00Z");

  @Test
  void shouldTellWhyItIsNotReadyAndThenThatItIs() {
    assertEquals(List.of("not ready: waiting for the pod"), StatusChanges.between(null, PENDING));
    assertEquals("ready", StatusChanges.between(PENDING, READY).getFirst());
  }

  @Test
  void shouldSayNothingWhenNothingChanged() {
    assertEquals(List.of(), StatusChanges.between(READY, READY));
    assertEquals(List.of(), StatusChanges.between(PENDING, PENDING));
  }

  @Test
  void shouldTellANewCertificateAndANewPassword() {
    PrivateRegistryStatus later =
        status(condition("Ready", "True", ""), "b2", "2026-01-02T00:00:00Z");
    assertEquals(
        List.of(
            "certificate b2, valid until 2026-02-01T00:00:00Z, renewed at 2026-01-20T00:00:00Z",
            "user ann: new password in Secret r-ann; the one before is accepted until"
                + " 2026-01-03T00:00:00Z"),
        StatusChanges.between(READY, later));
  }

  @Test
  void shouldTellWhatStallsItAndWhenThatIsOver() {
    PrivateRegistryStatus stalled =
        status(condition("Stalled", "True", "Secret x is not ours"), null, null);
    PrivateRegistryStatus over = status(condition("Stalled", "False", ""), null, null);
    assertEquals(List.of("stalled: Secret x is not ours"), StatusChanges.between(over, stalled));
    assertEquals(List.of("no longer stalled"), StatusChanges.between(stalled, over));
    assertEquals(List.of(), StatusChanges.between(null, over));
  }

  private static PrivateRegistryStatus status(
      Condition condition, @Nullable String serial, @Nullable String rotatedAt) {
    CertificateStatus certificate =
        serial == null
            ? null
            : new CertificateStatus(
                serial,
                "2026-01-01T00:00:00Z",
                "2026-02-01T00:00:00Z",
                "2026-01-20T00:00:00Z",
                List.of());
    UserStatus user =
        new UserStatus(
            "ann",
            "r-ann",
            RotationPhase.Overlapping,
            rotatedAt,
            null,
            "2026-01-02T00:00:00Z".equals(rotatedAt) ? "2026-01-03T00:00:00Z" : null);
    return new PrivateRegistryStatus(
        1L, null, null, 0, 0, null, certificate, List.of(user), null, List.of(condition));
  }

  private static Condition condition(String type, String status, String message) {
    return new ConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason("Because")
        .withMessage(message)
        .build();
  }
}
