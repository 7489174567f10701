package dev.privateregistry.operator.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.operator.api.v1alpha1.Ownership;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumeGrowthTest {
  private final Stage stage = Stage.of("auth: {users: [{name: ann}]}");

  /** The size asked for, the claim's request, its capacity, its phase; what is written and said. */
  @ParameterizedTest
  @CsvSource({
    "10Gi, 10Gi, 10Gi, Bound,   10Gi, True,  Ready",
    "20Gi, 10Gi, 10Gi, Bound,   20Gi, True,  ClaimGrows",
    "20Gi, 20Gi, 10Gi, Bound,   20Gi, True,  ClaimGrows",
    "20Gi, 20Gi, 20Gi, Bound,   20Gi, True,  Ready",
    "5Gi,  10Gi, 10Gi, Bound,   10Gi, True,  Ready",
    "20Gi, 10Gi,     , Pending, 10Gi, False, ClaimPending",
  })
  void shouldGrowABoundClaimAndSayWhereItStands(
      String size,
      String request,
      @Nullable String capacity,
      String phase,
      String written,
      String status,
      String reason) {
    stage.put(claim(request, phase, capacity));
    stage.declared.add(claim(size, null, null));
    stage.deployed();

    Plan plan = stage.decide();
    stage.settle();

    PersistentVolumeClaim last = (PersistentVolumeClaim) plan.writes().getLast().object();
    assertEquals(new Quantity(written), last.getSpec().getResources().getRequests().get("storage"));
    stage.put(claim(request, phase, capacity));
    stage.step();
    assertEquals(status, stage.condition(Workload.CONDITION).getStatus());
    assertEquals(reason, stage.condition(Workload.CONDITION).getReason());
  }

  @Test
  void shouldTellWhatTheStorageSays() {
    PersistentVolumeClaim claim = claim("20Gi", "Bound", "10Gi");
    PersistentVolumeClaim stuck =
        new PersistentVolumeClaimBuilder(claim)
            .editStatus()
            .addNewCondition()
            .withType("FileSystemResizePending")
            .withStatus("True")
            .withMessage("Waiting for user to (re-)start a pod")
            .endCondition()
            .endStatus()
            .build();
    stage.declared.add(claim("20Gi", null, null));
    stage.deployed();
    stage.settle();
    stage.put(stuck);
    stage.step();

    String message = stage.condition(Workload.CONDITION).getMessage();
    assertTrue(message.contains("grows from 10Gi to 20Gi: FileSystemResizePending"), message);
    assertEquals("True", stage.condition("Ready").getStatus());
  }

  @Test
  void shouldWriteAnExistingClaimAfterEverythingElse() {
    stage.put(claim("10Gi", "Bound", "10Gi"));
    stage.declared.add(claim("20Gi", null, null));
    stage.declared.add(
        new DeploymentBuilder().withMetadata(Ownership.metadata(stage.resource, "r")).build());

    Plan plan = stage.decide();

    assertEquals("PersistentVolumeClaim/r", plan.writes().getLast().target());
  }

  private PersistentVolumeClaim claim(
      String request, @Nullable String phase, @Nullable String capacity) {
    return new PersistentVolumeClaimBuilder()
        .withMetadata(Ownership.metadata(stage.resource, "r"))
        .withNewSpec()
        .withNewResources()
        .withRequests(Map.of("storage", new Quantity(request)))
        .endResources()
        .endSpec()
        .withNewStatus()
        .withPhase(phase)
        .withCapacity(capacity == null ? null : Map.of("storage", new Quantity(capacity)))
        .endStatus()
        .build();
  }
}
