package dev.privateregistry.operator.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.samples.Golden;
import dev.privateregistry.operator.samples.Samples;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The objects of every sample, against reviewed files. */
class RegistryObjectsTest {
  private static final RegistryObjects OBJECTS =
      new RegistryObjects("privateregistry/registry-server:1.0.0");

  static List<String> samples() {
    return Samples.names();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void shouldMakeTheReviewedObjects(String sample) throws IOException {
    Golden.assertReviewed(sample, Golden.yaml(OBJECTS.of(resource(sample))));
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
}
