package dev.privateregistry.operator.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.operator.api.surroundings.OptionalKind;
import dev.privateregistry.operator.api.surroundings.Surroundings;
import dev.privateregistry.operator.api.v1alpha1.Ownership;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A registry that nobody can watch serves, and says that nobody can watch it. */
class MonitoringTest {
  private final Stage stage = Stage.of("auth: {users: [{name: ann}]}");

  @Test
  void shouldSayWhichKindIsMissingAndBeReady() {
    stage.declared.add(monitor());
    stage.deployed();

    Plan plan = stage.settle();

    assertEquals("False", stage.condition(Monitoring.CONDITION).getStatus());
    assertEquals("KindMissing", stage.condition(Monitoring.CONDITION).getReason());
    assertTrue(
        stage.condition(Monitoring.CONDITION).getMessage().contains("the Prometheus operator"));
    assertEquals("True", stage.condition("Ready").getStatus());
    assertEquals("False", stage.condition("Reconciling").getStatus());
    assertTrue(
        plan.writes().stream().noneMatch(it -> it.object() instanceof GenericKubernetesResource));
  }

  @Test
  void shouldMakeTheObjectWhereTheKindIsThere() {
    stage.surroundings = new Surroundings(Set.of(OptionalKind.SERVICE_MONITOR), List.of());
    stage.declared.add(monitor());
    stage.deployed();

    stage.settle();

    assertEquals("True", stage.condition(Monitoring.CONDITION).getStatus());
    assertTrue(stage.objects.containsKey("ServiceMonitor/r"));
  }

  @Test
  void shouldLeaveAForeignMonitorAloneAndBeReady() {
    stage.surroundings = new Surroundings(Set.of(OptionalKind.SERVICE_MONITOR), List.of());
    stage.put(
        OptionalKind.SERVICE_MONITOR.object(
            new ObjectMetaBuilder().withName("r").build(), Map.of("theirs", true)));
    stage.declared.add(monitor());
    stage.deployed();

    stage.settle();

    assertEquals("False", stage.condition(Monitoring.CONDITION).getStatus());
    assertTrue(
        stage.condition(Monitoring.CONDITION).getMessage().contains("ServiceMonitor r exists"));
    assertEquals("True", stage.condition("Ready").getStatus());
    assertEquals("False", stage.condition("Stalled").getStatus());
  }

  @Test
  void shouldHaveNoConditionWhenNobodyAsks() {
    stage.settle();
    assertTrue(stage.resource.getStatus().condition(Monitoring.CONDITION).isEmpty());
  }

  private GenericKubernetesResource monitor() {
    return OptionalKind.SERVICE_MONITOR.object(
        Ownership.metadata(stage.resource, "r"), Map.of("ours", true));
  }
}
