package dev.privateregistry.operator.decide;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.operator.api.v1alpha1.Ownership;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others do to the objects of a registry, or put in their place. */
class DriftTest {

  private static final String ONE_USER = "auth: {users: [{name: ann}]}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Secret/r-ca",
        "ConfigMap/r-ca",
        "Secret/r-tls",
        "Secret/r-credentials",
        "Secret/r-htpasswd",
        "Secret/r-http",
        "Secret/r-ann"
      })
  void shouldPutBackTheLabelsByWhichAnObjectIsFound(String key) {
    Stage stage = Stage.of(ONE_USER);
    stage.settle();
    HasMetadata object = requireNonNull(stage.objects.get(key));
    Map<String, String> before = Map.copyOf(object.getMetadata().getLabels());
    Object content = content(object);
    object.getMetadata().setLabels(new LinkedHashMap<>(Map.of("theirs", "x")));
    stage.settle();
    HasMetadata after = requireNonNull(stage.objects.get(key));
    assertTrue(
        after.getMetadata().getLabels().entrySet().containsAll(before.entrySet()),
        () -> "labels " + after.getMetadata().getLabels());
    assertEquals(content, content(after));
    assertFalse(Stage.changes(stage.decide()));
  }

  @Test
  void shouldNotTakeASecretForThatOfARemovedUserByItsLabelAlone() {
    Stage stage = Stage.of(ONE_USER);
    stage.settle();
    HasMetadata authority = stage.secret("r-ca").orElseThrow();
    authority.getMetadata().getLabels().put("privateregistry.dev/user", "zoe");
    stage.settle();
    assertEquals(authority, stage.secret("r-ca").orElseThrow());
  }

  @Test
  void shouldNeverTellAnybodyToDeleteAVolumeClaim() {
    Stage stage = Stage.of(ONE_USER);
    stage.put(
        new PersistentVolumeClaimBuilder().withNewMetadata().withName("r").endMetadata().build());
    stage.declared.add(
        new PersistentVolumeClaimBuilder()
            .withMetadata(Ownership.metadata(stage.resource, "r"))
            .build());
    stage.settle();
    String message = stage.condition("Stalled").getMessage();
    assertFalse(message.contains("delete"), message);
    assertTrue(message.contains("spec.storage.filesystem.existingClaim"), message);
  }

  @Test
  void shouldSoonSeeThatAForeignObjectIsOutOfTheWay() {
    Stage stage = Stage.of(ONE_USER);
    stage.supply("r-ann", Map.of("theirs", "x"));
    Plan plan = stage.settle();
    assertEquals("True", stage.condition("Stalled").getStatus());
    assertEquals(stage.now.plusSeconds(10), plan.lookAgain());
    stage.objects.remove("Secret/r-ann");
    stage.settle();
    assertEquals("False", stage.condition("Stalled").getStatus());
    assertFalse(stage.password("ann").isEmpty());
  }

  @Test
  void shouldSayWhoseObjectsAreInTheWayOfAResourceThatIsCreatedAnew() {
    Stage stage = Stage.of(ONE_USER);
    stage.resource.getMetadata().setGeneration(7L);
    stage.settle();
    stage.resource.getMetadata().setGeneration(1L);
    stage.resource.getMetadata().setUid("another");
    stage.resource.setStatus(null);
    Plan plan = stage.decide();
    assertEquals("True", plan.status().condition("Stalled").orElseThrow().getStatus());
    assertTrue(
        plan.status().condition("Stalled").orElseThrow().getMessage().contains("r-credentials"));
  }

  @Test
  void shouldLeaveThePodsAloneWhileTheNamedClaimIsMissing() {
    Stage stage = Stage.of("storage: {filesystem: {existingClaim: images}}");
    stage.declared.add(
        new DeploymentBuilder().withMetadata(Ownership.metadata(stage.resource, "r")).build());
    Plan plan = stage.decide();
    assertTrue(plan.writes().stream().noneMatch(write -> write.object() instanceof Deployment));
    String message = plan.status().condition("WorkloadReady").orElseThrow().getMessage();
    assertTrue(message.startsWith("there is no PersistentVolumeClaim images: create it"), message);
    stage.put(
        new PersistentVolumeClaimBuilder()
            .withNewMetadata()
            .withName("images")
            .endMetadata()
            .build());
    plan = stage.decide();
    assertTrue(plan.writes().stream().anyMatch(write -> write.object() instanceof Deployment));
  }

  @Test
  void shouldNotGiveAUserWhoReturnsTheSecretThatWasLeftBehind() {
    Stage stage = Stage.of(ONE_USER);
    stage.settle();
    HasMetadata left = stage.secret("r-ann").orElseThrow();
    String before = stage.password("ann");
    stage.resource.setSpec(Stage.of("{}").resource.getSpec());
    stage.resource.getMetadata().setGeneration(2L);
    stage.settle();
    stage.put(left);
    stage.resource.setSpec(Stage.of(ONE_USER).resource.getSpec());
    stage.resource.getMetadata().setGeneration(3L);
    stage.settle();
    assertNotEquals(before, stage.password("ann"));
    assertEquals(List.of(stage.password("ann")), stage.accepted("ann"));
  }

  @Test
  void shouldKeepWhatPodsServeTrustedWhenTheAuthorityIsLost() {
    Stage stage = Stage.of("{}");
    stage.settle();
    String trusted = stage.trust();
    stage.podLoads = false;
    stage.objects.remove("Secret/r-ca");
    stage.settle();
    assertTrue(stage.trust().contains(trusted), "a pod still serves what the old CA signed");
    stage.now = stage.now.plus(AuthorityPolicy.DEFAULT.handover());
    stage.settle();
    stage.now = stage.now.plus(AuthorityPolicy.DEFAULT.handover());
    stage.settle();
    assertTrue(stage.trust().contains(trusted), "and goes on to");
    stage.podLoads = true;
    stage.settle();
    assertFalse(stage.trust().contains(trusted));
  }

  private static Object content(HasMetadata object) {
    return switch (object) {
      case Secret secret -> secret.getData();
      case ConfigMap map -> map.getData();
      default -> List.of();
    };
  }
}
