package dev.privateregistry.operator.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApplyDispatcherTest {
  private final FakeCluster cluster = new FakeCluster();

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void shouldCreateWhenObjectIsAbsent() {
    ConfigMap applied = apply(configMap(Map.of("a", "1")));

    assertEquals(Map.of("a", "1"), applied.getData());
    assertEquals("tester", applied.getMetadata().getManagedFields().getFirst().getManager());
  }

  @Test
  void shouldRemoveWhatIsNoLongerAppliedAndKeepWhatOthersWrote() {
    ConfigMap created = apply(configMap(Map.of("a", "1", "b", "2")));
    created.getData().put("theirs", "3");
    cluster.client().resource(created).update();

    ConfigMap applied = apply(configMap(Map.of("a", "1")));

    assertEquals(Map.of("a", "1", "theirs", "3"), applied.getData());
  }

  @Test
  void shouldKeepResourceVersionWhenNothingChanges() {
    ConfigMap first = apply(configMap(Map.of("a", "1")));
    ConfigMap second = apply(configMap(Map.of("a", "1")));
    ConfigMap third = apply(configMap(Map.of("a", "2")));

    assertEquals(
        first.getMetadata().getResourceVersion(), second.getMetadata().getResourceVersion());
    assertNotEquals(
        first.getMetadata().getResourceVersion(), third.getMetadata().getResourceVersion());
  }

  @Test
  void shouldRefuseWhenResourceVersionIsOld() {
    ConfigMap first = apply(configMap(Map.of("a", "1")));
    apply(configMap(Map.of("a", "2")));
    ConfigMap late = configMap(Map.of("a", "3"));
    late.getMetadata().setResourceVersion(first.getMetadata().getResourceVersion());

    KubernetesClientException refused =
        assertThrows(KubernetesClientException.class, () -> apply(late));

    assertEquals(409, refused.getCode());
    assertTrue(cluster.writesOf("test").size() >= 3);
  }

  private ConfigMap apply(ConfigMap configMap) {
    return cluster
        .client()
        .resource(configMap)
        .fieldManager("tester")
        .forceConflicts()
        .serverSideApply();
  }

  private static ConfigMap configMap(Map<String, String> data) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName("c")
        .withNamespace("default")
        .endMetadata()
        .withData(data)
        .build();
  }
}
