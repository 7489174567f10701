package dev.privateregistry.operator.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What Argo CD makes of the status, by the script that is shipped for it. */
@Tag("clients")
class ArgoHealthTest {
  private static final Path SCRIPT = Path.of("..", "deploy", "gitops", "argocd-health.lua");

  @Test
  void shouldWaitForTheOperator() throws Exception {
    assertEquals(
        "Progressing: the operator has not seen the last change yet", health(Stage.of("{}")));
  }

  @Test
  void shouldBeHealthyWhenReady() throws Exception {
    Stage stage = Stage.of("{}");
    stage.settle();
    ready(stage);
    assertEquals("Healthy: the registry serves", health(stage));
  }

  @Test
  void shouldProgressWithWhatItWaitsFor() throws Exception {
    Stage stage = Stage.of("{}");
    stage.step();
    assertEquals("Progressing: " + stage.condition("Ready").getMessage(), health(stage));
  }

  @Test
  void shouldProgressAfterAChange() throws Exception {
    Stage stage = Stage.of("{}");
    stage.settle();
    ready(stage);
    stage.resource.getMetadata().setGeneration(2L);
    assertEquals("Progressing: the operator has not seen the last change yet", health(stage));
  }

  @Test
  void shouldBeDegradedWithTheRemedy() throws Exception {
    Stage stage = Stage.of("config: {auth: {}}");
    stage.step();
    assertEquals("Degraded: " + stage.condition("Stalled").getMessage(), health(stage));
  }

  @Test
  void shouldBeSuspendedWhilePaused() throws Exception {
    Stage stage = Stage.of("{}");
    stage
        .resource
        .getMetadata()
        .setAnnotations(new LinkedHashMap<>(Map.of(PrivateRegistry.PAUSE_ANNOTATION, "true")));
    stage.step();
    assertEquals("Suspended: paused by the annotation privateregistry.dev/pause", health(stage));
  }

  /** The Deployment is not part of the stage; what it lacks is said to be there. */
  private static void ready(Stage stage) {
    stage.resource.getStatus().condition("Ready").orElseThrow().setStatus("True");
    stage.resource.getStatus().condition("Ready").orElseThrow().setMessage("the registry serves");
  }

  private static String health(Stage stage) throws IOException, InterruptedException {
    JsonNode object = Serialization.jsonMapper().valueToTree(stage.resource);
    Path program = Files.createTempFile("health", ".lua");
    try {
      Files.writeString(
          program,
          "obj = "
              + lua(object)
              + "\nlocal hs = (function()\n"
              + Files.readString(SCRIPT)
              + "\nend)()\nio.write(hs.status .. ': ' .. hs.message)\n");
      Process process =
          new ProcessBuilder("lua5.4", program.toString()).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor(), output);
      return output;
    } finally {
      Files.delete(program);
    }
  }

  /** A value as Argo CD hands it over: null is nothing at all. */
  private static String lua(JsonNode value) {
    if (value.isObject()) {
      return value.properties().stream()
          .filter(field -> !field.getValue().isNull())
          .map(field -> "[" + text(field.getKey()) + "] = " + lua(field.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value.isArray()) {
      return value
          .valueStream()
          .map(ArgoHealthTest::lua)
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return value.isTextual() ? text(value.textValue()) : value.isNull() ? "nil" : value.asText();
  }

  private static String text(String content) {
    return '"' + content.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
