package dev.privateregistry.operator.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.operator.api.v1alpha1.Ownership;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The resource is ready when the pods follow the configuration and the rules, not before. */
class ConfigInForceTest {
  private final Stage stage = Stage.of("auth: {users: [{name: ann}]}");

  @Test
  void shouldWaitUntilEveryPodFollowsTheAccessRules() {
    config(Map.of("config.yml", "version: 0.1", "access.yml", "rules: [1]"));
    ready();

    config(Map.of("config.yml", "version: 0.1", "access.yml", "rules: [2]"));
    Plan plan = stage.settle();

    assertEquals("False", stage.condition("Ready").getStatus());
    assertEquals("WaitingForRules", stage.condition(Workload.CONDITION).getReason());
    assertEquals(
        "new access rules: waiting for pod r-1 to load the new files",
        stage.condition("Ready").getMessage());
    assertFalse(plan.lookAgain().isAfter(stage.now.plusSeconds(1)), "the pods are asked again");

    ready();
  }

  @Test
  void shouldWaitUntilTheRulesAreGoneFromEveryPod() {
    config(Map.of("config.yml", "version: 0.1", "access.yml", "rules: [1]"));
    ready();

    config(Map.of("config.yml", "version: 0.1"));
    stage.settle();

    assertEquals("WaitingForRules", stage.condition("Ready").getReason());
  }

  @Test
  void shouldSayWhenAPodRunsWithAnotherConfiguration() {
    config(Map.of("config.yml", "version: 0.1"));
    ready();

    config(Map.of("config.yml", "version: 0.1 # new"));
    stage.settle();

    assertEquals("ConfigOutdated", stage.condition("Ready").getReason());
    assertTrue(stage.condition("Ready").getMessage().contains("pod r-1"));
  }

  @Test
  void shouldHandOutThePasswordOfANewUserOnlyWhenThePodsFollowTheRules() {
    config(Map.of("config.yml", "version: 0.1", "access.yml", "rules: [1]"));
    stage.settle();
    assertTrue(stage.secret("r-ann").isEmpty(), "published although no pod limits the user");
    assertEquals("WaitingForPods", stage.condition(Credentials.CONDITION).getReason());

    ready();

    assertTrue(stage.secret("r-ann").isPresent());
  }

  private void config(Map<String, String> files) {
    stage.declared.clear();
    stage.declared.add(
        new ConfigMapBuilder()
            .withMetadata(Ownership.metadata(stage.resource, "r-config"))
            .withData(files)
            .build());
    stage.deployed();
  }

  private void ready() {
    stage.settle();
    stage.loadConfig();
    stage.settle();
    assertEquals("True", stage.condition("Ready").getStatus(), stage.condition("Ready")::toString);
  }
}
