package dev.privateregistry.operator.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.apiserver.ApiServer;
import dev.privateregistry.operator.apiserver.RealApiServer;
import dev.privateregistry.operator.apiserver.RealCluster;
import dev.privateregistry.operator.cluster.Wait;
import dev.privateregistry.operator.samples.Samples;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Claims that grow, and claims whose storage class does not let them, on a real API server. */
@Tag("apiserver")
@ExtendWith(RealApiServer.class)
class ClaimGrowthTest extends OperatorScenarios<RealCluster> {

  ClaimGrowthTest(ApiServer server) throws IOException {
    super(new RealCluster(server));
  }

  @Test
  void shouldGrowTheClaimOnceItIsBound() {
    createOn("grows", true);
    editSpec("{\"spec\":{\"storage\":{\"filesystem\":{\"size\":\"20Gi\"}}}}");
    Wait.until("waiting for a volume", () -> reason().equals("ClaimPending"), this::status);
    assertEquals(new Quantity("10Gi"), request());

    bind();
    Wait.until("a larger claim", () -> request().equals(new Quantity("20Gi")), this::status);
    Wait.until("told", () -> reason().equals("ClaimGrows"), this::status);
    assertEquals("True", condition("quickstart", "Ready"));
  }

  @Test
  void shouldSayThatTheClassDoesNotLetTheClaimGrowAndGoOn() {
    createOn("stays", false);
    bind();
    Wait.until("ready", () -> condition("quickstart", "Ready").equals("True"), this::status);
    editSpec("{\"spec\":{\"storage\":{\"filesystem\":{\"size\":\"20Gi\"}}}}");

    Wait.until("stalled", () -> condition("quickstart", "Stalled").equals("True"), this::status);
    String message = resource().getStatus().condition("Stalled").orElseThrow().getMessage();
    assertTrue(message.contains("PersistentVolumeClaim"), message);
    assertTrue(message.contains("storageclass that provisions the pvc must support"), message);
    assertEquals("True", condition("quickstart", "Ready"), "the registry serves as before");

    editSpec("{\"spec\":{\"image\":\"mirror.example.com/registry:2\"}}");
    Wait.until(
        "everything else done", () -> image().equals("mirror.example.com/registry:2"), this::image);
  }

  private void createOn(String storageClass, boolean expands) {
    client
        .resource(
            new StorageClassBuilder()
                .withNewMetadata()
                .withName(storageClass)
                .endMetadata()
                .withProvisioner("example.com/none")
                .withAllowVolumeExpansion(expands)
                .build())
        .create();
    create(
        Serialization.unmarshal(
            Samples.text("quickstart")
                + "  storage: {filesystem: {storageClassName: "
                + storageClass
                + "}}\n",
            PrivateRegistry.class));
    Wait.until("a claim", () -> claim() != null, this::status);
  }

  /** What a provisioner does. */
  private void bind() {
    client
        .resource(
            claim()
                .edit()
                .withNewStatus()
                .withPhase("Bound")
                .withCapacity(Map.of("storage", new Quantity("10Gi")))
                .endStatus()
                .build())
        .updateStatus();
  }

  private PersistentVolumeClaim claim() {
    return client.persistentVolumeClaims().inNamespace(namespace).withName("quickstart").get();
  }

  private Quantity request() {
    return Objects.requireNonNull(
        claim().getSpec().getResources().getRequests().get("storage"), "a request");
  }

  private String reason() {
    return Optional.ofNullable(resource().getStatus())
        .flatMap(status -> status.condition("WorkloadReady"))
        .map(Condition::getReason)
        .orElse("");
  }
}
