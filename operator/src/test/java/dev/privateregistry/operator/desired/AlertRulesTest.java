package dev.privateregistry.operator.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertRulesTest {
  private static final AlertRules RULES = new AlertRules("shop", "r-metrics");
  private static final String OURS = "namespace=\"shop\",service=\"r-metrics\"";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "registry_storage_healthy == 0 | registry_storage_healthy{@} == 0",
        "absent(registry_build_info) == 1 | absent(registry_build_info{@}) == 1",
        "rate(registry_x_total{code=~\"5..\"}[5m]) | rate(registry_x_total{@,code=~\"5..\"}[5m])",
        "registry_a / registry_b < 0.1 | registry_a{@} / registry_b{@} < 0.1",
        "sum by (instance, le) (rate(registry_s_bucket[10m])) |"
            + " sum by (instance, le) (rate(registry_s_bucket{@}[10m]))",
      })
  void shouldLimitEveryMetricToTheRegistry(String expression, String scoped) {
    assertEquals(scoped.replace("@", OURS), RULES.scoped(expression));
  }

  @Test
  void shouldTakeOverEveryAlertWithItsRunbook() {
    JsonNode rules = new ObjectMapper().valueToTree(RULES.spec()).at("/groups/0/rules");
    assertTrue(rules.size() >= 19, rules::toString);
    for (JsonNode rule : rules) {
      assertTrue(rule.path("expr").asText().contains(OURS), rule::toString);
      assertTrue(rule.at("/annotations/runbook_url").isTextual(), rule::toString);
    }
  }
}
