package dev.privateregistry.operator.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.operator.api.v1alpha1.Ownership;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Objects that are there while the spec asks for them, and what it may not ask for. */
class AskedForTest {

  static Stream<HasMetadata> optional() {
    return Stream.of(new NetworkPolicy(), new Ingress());
  }

  @ParameterizedTest
  @MethodSource("optional")
  void shouldGoWhenItIsAskedForNoMore(HasMetadata object) {
    Stage stage = Stage.of("{}");
    stage.declared.add(owned(stage, object));
    stage.settle();
    String key = object.getKind() + "/r";
    assertNotNull(stage.objects.get(key));
    stage.declared.clear();
    stage.settle();
    assertNull(stage.objects.get(key));
    assertFalse(Stage.changes(stage.decide()));
  }

  @Test
  void shouldLeaveTheNetworkPolicyOfSomebodyElse() {
    Stage stage = Stage.of("{}");
    stage.settle();
    HasMetadata theirs =
        new NetworkPolicyBuilder().withNewMetadata().withName("r").endMetadata().build();
    stage.objects.put("NetworkPolicy/r", theirs);
    stage.settle();
    assertEquals(theirs, stage.objects.get("NetworkPolicy/r"));
  }

  @Test
  void shouldStallWithTheKeyOfConfigThatIsNotTheUsers() {
    Stage stage = Stage.of("config: {http: {addr: ':1'}}");
    stage.step();
    assertEquals("True", stage.condition("Stalled").getStatus());
    assertEquals("InvalidSpec", stage.condition("Stalled").getReason());
    assertTrue(stage.condition("Stalled").getMessage().startsWith("spec.config.http.addr: "));
    assertTrue(stage.objects.isEmpty());
  }

  @Test
  void shouldWriteThePodsBeforeWhatAnotherControllerMayRefuse() {
    Stage stage = Stage.of("{}");
    stage.declared.add(owned(stage, new Ingress()));
    stage.declared.add(owned(stage, new Deployment()));
    stage.settle();
    stage.objects.remove("Ingress/r");
    stage.objects.remove("Deployment/r");
    List<String> kinds =
        stage.decide().writes().stream()
            .filter(Write.Apply.class::isInstance)
            .map(write -> ((Write.Apply) write).object().getKind())
            .toList();
    assertEquals(List.of("Deployment", "Ingress"), kinds);
  }

  private static HasMetadata owned(Stage stage, HasMetadata object) {
    object.setMetadata(Ownership.metadata(stage.resource, "r"));
    return object;
  }
}
