package dev.privateregistry.operator.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.samples.Samples;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The objects of every sample, against the reviewed files in {@code src/test/resources/golden};
 * {@code -Dgolden.mode=write} writes them anew.
 */
class RegistryObjectsTest {
  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");
  private static final RegistryObjects OBJECTS =
      new RegistryObjects("privateregistry/registry-server:1.0.0");
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  static List<String> samples() {
    return Samples.names();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void shouldMakeTheReviewedObjects(String sample) throws IOException {
    String made =
        OBJECTS.of(resource(sample)).stream()
            .map(RegistryObjectsTest::yaml)
            .collect(Collectors.joining());
    Path golden = GOLDEN.resolve(sample + ".yaml");
    if ("write".equals(System.getProperty("golden.mode"))) {
      Files.createDirectories(GOLDEN);
      Files.writeString(golden, made);
    }
    assertEquals(Files.readString(golden), made);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void shouldOwnEverythingButARetainedClaim(String sample) {
    PrivateRegistry resource = resource(sample);
    for (HasMetadata object : OBJECTS.of(resource)) {
      boolean owned =
          object.getMetadata().getOwnerReferences().stream()
              .anyMatch(reference -> reference.getUid().equals(resource.getMetadata().getUid()));
      boolean retained =
          object instanceof PersistentVolumeClaim && !sample.equals("anonymous-pull");
      assertEquals(!retained, owned, object.getKind());
    }
  }

  @Test
  void shouldCopyNoLabelOrAnnotationOfTheResource() {
    PrivateRegistry resource = resource("ingress");
    resource.getMetadata().setLabels(Map.of("argocd.argoproj.io/instance", "x"));
    resource.getMetadata().setAnnotations(Map.of("argocd.argoproj.io/tracking-id", "x"));

    String made = Serialization.asYaml(OBJECTS.of(resource));

    assertFalse(made.contains("argocd"), made);
  }

  @Test
  void shouldChangeThePodsOnlyWhenConfigYmlChanges() {
    Deployment before = deployment(resource("quickstart"));
    Deployment sameConfig = deployment(resource("own-certificate"));
    Deployment otherConfig = deployment(resource("anonymous-pull"));

    assertEquals(fingerprint(before), fingerprint(sameConfig));
    assertNotEquals(fingerprint(before), fingerprint(otherConfig));
  }

  @Test
  void shouldConfineThePods() {
    PodSpec pod = deployment(resource("quickstart")).getSpec().getTemplate().getSpec();

    assertTrue(pod.getSecurityContext().getRunAsNonRoot());
    assertEquals("RuntimeDefault", pod.getSecurityContext().getSeccompProfile().getType());
    assertFalse(pod.getAutomountServiceAccountToken());
    assertFalse(pod.getEnableServiceLinks());
    pod.getContainers()
        .forEach(
            container -> {
              assertEquals(
                  List.of("ALL"), container.getSecurityContext().getCapabilities().getDrop());
              assertFalse(container.getSecurityContext().getAllowPrivilegeEscalation());
              assertTrue(container.getSecurityContext().getReadOnlyRootFilesystem());
              assertTrue(
                  container.getVolumeMounts().stream()
                      .allMatch(mount -> mount.getSubPath() == null));
            });
  }

  private static Deployment deployment(PrivateRegistry resource) {
    return OBJECTS.of(resource).stream()
        .filter(Deployment.class::isInstance)
        .map(Deployment.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static @Nullable String fingerprint(Deployment deployment) {
    return deployment
        .getSpec()
        .getTemplate()
        .getMetadata()
        .getAnnotations()
        .get(RegistryDeployment.CONFIG_FINGERPRINT);
  }

  private static PrivateRegistry resource(String sample) {
    PrivateRegistry resource = Samples.read(sample);
    resource.getMetadata().setUid("0f5e4a3c-8d0b-4d3a-9d5e-2f6b1c7a9e10");
    return resource;
  }

  private static String yaml(HasMetadata object) {
    try {
      Object tree = JSON.readValue(Serialization.asJson(object), Object.class);
      return YAML.writeValueAsString(tree);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
