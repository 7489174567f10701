package dev.privateregistry.operator.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.operator.acme.Bind;
import dev.privateregistry.operator.acme.Pebble;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistrySpec;
import dev.privateregistry.operator.cluster.FakeCluster;
import dev.privateregistry.operator.cluster.FakeKubelet;
import dev.privateregistry.operator.cluster.Wait;
import dev.privateregistry.operator.samples.Samples;
import dev.privateregistry.operator.tls.BouncyCastlePki;
import dev.privateregistry.operator.tls.CertificateFacts;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sample with an ACME server, from the resource to the pod, with a real Pebble and BIND. */
@Tag("apiserver")
@Timeout(300)
class AcmeScenarioTest {
  private static final String NAME = "acme-wildcard";
  private static final String ZONE = "example.test";

  /** Pebble takes its time. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path folder;

  /** Everything that runs, and what the test asks of it. */
  private record Scene(KubernetesClient client, String namespace) {
    PrivateRegistry resource() {
      return client
          .resources(PrivateRegistry.class)
          .inNamespace(namespace)
          .withName(NAME)
          .require();
    }

    Condition condition(String type) {
      return Optional.ofNullable(resource().getStatus())
          .flatMap(status -> status.condition(type))
          .orElse(new Condition());
    }

    void await(String what, String type, String status, String reason) {
      Wait.until(
          PATIENCE,
          what,
          () ->
              status.equals(condition(type).getStatus())
                  && (reason.isEmpty() || reason.equals(condition(type).getReason())),
          () -> resource().getStatus());
    }

    CertificateFacts served() {
      Secret secret = client.secrets().inNamespace(namespace).withName(NAME + "-tls").require();
      String chain =
          new String(
              Base64.getDecoder().decode(secret.getData().get("tls.crt")),
              StandardCharsets.US_ASCII);
      return new BouncyCastlePki().read(chain).orElseThrow();
    }

    /** A merge patch, which no status written in between stands against. */
    void renew(String value) {
      client
          .resources(PrivateRegistry.class)
          .inNamespace(namespace)
          .withName(NAME)
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}"
                  .formatted(PrivateRegistry.RENEW_CERTIFICATE_ANNOTATION, value));
    }
  }

  private static PrivateRegistry resource(String namespace, Pebble pebble, Bind bind)
      throws Exception {
    String yaml =
        Serialization.asYaml(Samples.read(NAME))
            .replace("example.com", ZONE)
            .replace("ns1." + ZONE, bind.address())
            .replace("registry-acme", Bind.KEY);
    PrivateRegistry resource = Serialization.unmarshal(yaml, PrivateRegistry.class);
    Map<String, Object> acme =
        Serialization.unmarshal(Serialization.asJson(resource.getSpec().tls().acme()), Map.class);
    acme.put("server", pebble.directory());
    acme.put("caBundle", pebble.authorities());
    Map<String, Object> spec =
        Serialization.unmarshal(Serialization.asJson(resource.getSpec()), Map.class);
    spec.put("tls", Map.of("acme", acme));
    resource.setSpec(
        Serialization.unmarshal(Serialization.asJson(spec), PrivateRegistrySpec.class));
    resource.getMetadata().setNamespace(namespace);
    return resource;
  }

  @Test
  void shouldServeAWildcardCertificateRenewItAndBearAServerThatIsDown() throws Exception {
    try (Bind bind = Bind.start(folder, ZONE);
        Pebble pebble = Pebble.start(folder, bind.address());
        FakeCluster cluster = new FakeCluster();
        KubernetesClient operatorClient = cluster.newOperatorClient();
        OperatorApp operator = OperatorApp.start(operatorClient, OperatorOptions.embedded());
        FakeKubelet kubelet = new FakeKubelet(cluster, NAME, "127.0.0.2")) {
      Scene scene = new Scene(cluster.client(), cluster.namespace());
      scene.client().resource(resource(scene.namespace(), pebble, bind)).create();
      scene.await("the missing Secret", "CertificateReady", "False", "SecretMissing");
      scene
          .client()
          .resource(
              new SecretBuilder()
                  .withNewMetadata()
                  .withName("registry-tsig")
                  .withNamespace(scene.namespace())
                  .endMetadata()
                  .withData(
                      Map.of(
                          "secret",
                          Base64.getEncoder()
                              .encodeToString(bind.secret().getBytes(StandardCharsets.US_ASCII))))
                  .build())
          .create();

      scene.await("ready", "Ready", "True", "");
      CertificateFacts first = scene.served();
      assertEquals(Set.of("*." + ZONE), first.names());
      assertTrue(!kubelet.registry().certificate().isEmpty());
      String trusted =
          scene
              .client()
              .configMaps()
              .inNamespace(scene.namespace())
              .withName(NAME + "-ca")
              .require()
              .getData()
              .get("ca.crt");
      assertTrue(String.valueOf(trusted).contains("BEGIN CERTIFICATE"));

      scene.renew("once");
      Wait.until(
          PATIENCE,
          "renewed",
          () -> !scene.served().serial().equals(first.serial()),
          () -> scene.resource().getStatus());
      scene.await("ready again", "Ready", "True", "");
      CertificateFacts second = scene.served();
      assertNotEquals(first.serial(), second.serial());

      pebble.close();
      scene.renew("twice");
      scene.await("a failure that is told", "CertificateReady", "True", "OrderFails");
      assertEquals(second.serial(), scene.served().serial());
      assertEquals("True", scene.condition("Ready").getStatus(), "the registry goes on serving");
    }
  }
}
