package dev.privateregistry.operator.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The folders in samples/gitops, and what tells Argo CD and Flux to apply them. */
class GitOpsSamplesTest {
  private static final Path ROOT = Path.of("..");
  private static final Path SAMPLES = ROOT.resolve("samples").resolve("gitops");

  @ParameterizedTest
  @CsvSource({"argocd.yaml, /spec/source/path", "flux.yaml, /spec/path"})
  void shouldNameTheOperatorAndThenTheRegistries(String file, String pointer) throws IOException {
    Objects objects = Objects.of(Files.readString(SAMPLES.resolve(file)));
    List<Path> folders =
        objects.byName().values().stream()
            .map(object -> ROOT.resolve(object.at(pointer).asText()).normalize())
            .toList();
    assertEquals(
        List.of(SAMPLES.resolve("operator").normalize(), SAMPLES.resolve("registries").normalize()),
        folders);
  }

  @ParameterizedTest
  @CsvSource({"operator", "registries"})
  void shouldNameFilesAndFoldersThatAreThere(String folder) throws IOException {
    JsonNode kustomization =
        new YAMLMapper().readTree(SAMPLES.resolve(folder).resolve("kustomization.yaml").toFile());
    assertFalse(kustomization.path("resources").isEmpty());
    for (String field : List.of("resources", "components")) {
      for (JsonNode entry : kustomization.path(field)) {
        Path named = SAMPLES.resolve(folder).resolve(entry.asText()).normalize();
        assertTrue(Files.exists(named), named::toString);
      }
    }
  }

  @Test
  void shouldLimitTheClusterToPulls() throws IOException {
    String text = Files.readString(SAMPLES.resolve("registries").resolve("registry.yaml"));
    ObjectNode read = Objects.of(text).get("PrivateRegistry team");
    assertEquals("pull", read.at("/spec/auth/users/1/access/0/actions/0").asText());
    PrivateRegistry resource = Serialization.unmarshal(text, PrivateRegistry.class);
    assertEquals(1, resource.getSpec().auth().users().get(1).access().size());
  }
}
