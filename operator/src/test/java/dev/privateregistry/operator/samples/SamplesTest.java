package dev.privateregistry.operator.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.privateregistry.operator.cluster.FakeCluster;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SamplesTest {
  private static final YAMLMapper YAML = new YAMLMapper();

  static List<String> samples() {
    return Samples.names();
  }

  @Test
  void shouldHaveOneForEverySituation() {
    assertTrue(
        samples()
            .containsAll(
                List.of(
                    "quickstart", "ingress", "own-certificate", "anonymous-pull", "plain-http")),
        samples().toString());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void shouldFollowTheSchema(String sample) throws IOException {
    assertEquals(List.of(), problems((ObjectNode) YAML.readTree(Samples.text(sample))));
  }

  @ParameterizedTest
  @CsvSource({
    "/spec, hosts, localhost, '.spec.hosts: unknown'",
    "/spec, host, https://localhost, '.spec.host: must be ^[a-z0-9]'",
    "/spec/auth/users/0, name, Alice, '.spec.auth.users[0].name: must be ^[a-z0-9]'",
    "/spec/auth/users/0/rotation, every, 30d, '.spec.auth.users[0].rotation.every: must be ^('",
  })
  void shouldRefuseWhatTheSchemaDoesNotKnow(
      String parent, String field, String value, String problem) throws IOException {
    ObjectNode document = (ObjectNode) YAML.readTree(Samples.text("quickstart"));
    ((ObjectNode) document.at(parent)).put(field, value);

    List<String> problems = problems(document);

    assertEquals(1, problems.size(), problems.toString());
    assertTrue(problems.getFirst().startsWith(problem), problems.toString());
  }

  private static List<String> problems(ObjectNode document) {
    JsonNode metadata = document.remove("metadata");
    assertTrue(metadata.has("name"));
    document.remove(List.of("apiVersion", "kind"));
    return SchemaCheck.problems(FakeCluster.schema(), document);
  }
}
