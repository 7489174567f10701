package dev.privateregistry.local.kube.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.json.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorTest {
  private static final Map<String, String> LABELS = Map.of("app", "web", "tier", "front");
  private static final ObjectNode OBJECT =
      (ObjectNode)
          Json.parse(
              """
              {"metadata": {"name": "a", "labels": {"x.y/z": "1"}}, "type": "Opaque",
               "status": {"conditions": [{"type": "Ready", "status": "True"},
                                         {"type": "Idle", "status": "False"}],
                          "users": [{"name": "u"}, {"name": "v"}]}}
              """);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                          | true
          app=web                     | true
          app==web,tier=front         | true
          app=web,tier=back           | false
          app!=web                    | false
          other!=x                    | true
          app in (web,api)            | true
          app notin (web, api)        | false
          other notin (x)             | true
          app                         | true
          !app                        | false
          !other                      | true
          """)
  void shouldSelectByLabels(String selector, boolean selected) {
    assertEquals(selected, LabelSelector.parse(selector).test(LABELS));
  }

  @Test
  void shouldRefuseSelectorItCannotRead() {
    assertThrows(IllegalArgumentException.class, () -> LabelSelector.parse("a=b=c"));
    assertThrows(IllegalArgumentException.class, () -> FieldSelector.parse("metadata.name"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          metadata.name=a              | true
          metadata.name=b              | false
          metadata.name=a,type!=Opaque | false
          metadata.namespace=          | true
          """)
  void shouldSelectByFields(String selector, boolean selected) {
    assertEquals(selected, FieldSelector.parse(selector).test(OBJECT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          .metadata.name                                  | [a]
          {.metadata.name}                                | [a]
          .metadata.labels['x.y/z']                       | [1]
          .metadata.labels.x\\.y/z                        | [1]
          .status.conditions[?(@.type=="Ready")].status   | [True]
          .status.users[*].name                           | [u, v]
          .status.users[-1].name                          | [v]
          .status.missing.name                            | []
          """)
  void shouldFollowPath(String path, String found) {
    assertEquals(
        found,
        JsonPath.parse(path).find(OBJECT).stream().map(JsonNode::asText).toList().toString());
  }
}
