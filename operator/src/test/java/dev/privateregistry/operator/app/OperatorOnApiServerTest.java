package dev.privateregistry.operator.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.operator.api.surroundings.OptionalKind;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.apiserver.ApiServer;
import dev.privateregistry.operator.apiserver.RealApiServer;
import dev.privateregistry.operator.apiserver.RealCluster;
import dev.privateregistry.operator.cluster.Definitions;
import dev.privateregistry.operator.cluster.EdgeControllers;
import dev.privateregistry.operator.cluster.FakeKubelet;
import dev.privateregistry.operator.cluster.Wait;
import dev.privateregistry.operator.samples.Samples;
import dev.privateregistry.operator.tls.BouncyCastlePki;
import dev.privateregistry.operator.tls.KeyedCertificate;
import dev.privateregistry.operator.tls.LeafRequest;
import dev.privateregistry.operator.tls.Pki;
import dev.privateregistry.operator.tls.Validity;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClassBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scenarios on a real API server, with exactly the rights that deploy/ gives. */
@Tag("apiserver")
@ExtendWith(RealApiServer.class)
class OperatorOnApiServerTest {

  @Nested
  class Registries extends RegistryScenarios<RealCluster> {
    Registries(ApiServer server) throws IOException {
      super(new RealCluster(server));
    }

    @Override
    int repetitions() {
      return 1000;
    }
  }

  @Nested
  class Rotations extends RotationScenarios<RealCluster> {
    Rotations(ApiServer server) throws IOException {
      super(new RealCluster(server));
    }
  }

  @Nested
  class Certificates extends CertificateScenarios<RealCluster> {
    Certificates(ApiServer server) throws IOException {
      super(new RealCluster(server));
    }
  }

  @Nested
  class Exposures extends ExposureScenarios<RealCluster> {
    Exposures(ApiServer server) throws IOException {
      super(new RealCluster(server));
    }
  }

  @Nested
  class KindsThatComeAndGo extends OptionalKindScenarios<RealCluster> {
    KindsThatComeAndGo(ApiServer server) throws IOException {
      super(new RealCluster(server));
    }
  }

  @Nested
  class EverySample extends OperatorScenarios<RealCluster> {
    EverySample(ApiServer server) throws IOException {
      super(new RealCluster(server));
    }

    /** All but the one that needs an ACME server and a name server ({@link AcmeScenarioTest}). */
    static List<String> samples() {
      return Samples.names().stream().filter(name -> !name.startsWith("acme-")).toList();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldBringEverySampleToRestAndRepairIt(String sample) throws IOException {
      PrivateRegistry resource = Samples.read(sample);
      String name = resource.getMetadata().getName();
      prerequisites(sample).forEach(object -> client.resource(object).create());
      create(resource);
      answerFor(sample);
      try (FakeKubelet pods = new FakeKubelet(cluster, name, "127.0.0.3")) {
        Wait.until(
            sample + " ready",
            () -> condition(name, "Ready").equals("True"),
            () -> resource(name).getStatus());
        assertQuiet();

        client.services().inNamespace(namespace).withName(name).delete();
        Wait.until(
            "the Service back",
            () -> client.services().inNamespace(namespace).withName(name).get() != null,
            () -> resource(name).getStatus());
        assertQuiet();
        assertEquals("False", condition(name, "Stalled"), () -> "" + resource(name).getStatus());
        assertTrue(pods.registry().certificate().isEmpty() == sample.equals("plain-http"));
      }
    }

    /** What the controller of a sample's edge says when it has taken it. */
    private void answerFor(String sample) {
      EdgeControllers controllers = new EdgeControllers(client, namespace);
      if (sample.equals("gateway")) {
        awaitThere(controllers.endpoint(OptionalKind.HTTP_ROUTE, "team-registry-plain"));
        controllers.takeRoute("team-registry", "public", "https");
        controllers.takeRoute("team-registry-plain", "public", "http");
      } else if (sample.equals("ingress-contour")) {
        awaitThere(controllers.endpoint(OptionalKind.CONTOUR_HTTP_PROXY, "team-registry"));
        controllers.takeProxy("team-registry");
      }
    }

    private static void awaitThere(Resource<?> object) {
      Wait.until("there", () -> object.get() != null, () -> "nothing");
    }

    private HasMetadata ingressClass(String name, String controller) {
      return new IngressClassBuilder()
          .withNewMetadata()
          .withName(name)
          .endMetadata()
          .withNewSpec()
          .withController(controller)
          .endSpec()
          .build();
    }

    /** What a sample says must be there before it. */
    private List<HasMetadata> prerequisites(String sample) {
      ObjectMetaBuilder metadata = new ObjectMetaBuilder().withNamespace(namespace);
      if (sample.equals("gateway")) {
        cluster.offer(OptionalKind.HTTP_ROUTE);
        cluster.offer(OptionalKind.BACKEND_TLS_POLICY);
      }
      if (sample.startsWith("ingress-")) {
        cluster.offer(OptionalKind.TRAEFIK_MIDDLEWARE);
        cluster.offer(OptionalKind.TRAEFIK_SERVERS_TRANSPORT);
        cluster.offer(OptionalKind.NGINX_POLICY);
        cluster.offer(OptionalKind.CONTOUR_HTTP_PROXY);
      }
      return switch (sample) {
        case "ingress" -> List.of(ingressClass("nginx", "k8s.io/ingress-nginx"));
        case "ingress-f5-nginx" -> List.of(ingressClass("f5", "nginx.org/ingress-controller"));
        case "ingress-traefik" -> List.of(ingressClass("traefik", "traefik.io/ingress-controller"));
        case "ingress-haproxytech" ->
            List.of(ingressClass("haproxy", "haproxy.org/ingress-controller"));
        case "ingress-haproxy-ingress" ->
            List.of(ingressClass("haproxy-ingress", "haproxy-ingress.github.io/controller"));
        case "ingress-contour" ->
            List.of(ingressClass("contour", "projectcontour.io/ingress-controller"));
        case "given-password" ->
            List.of(
                new SecretBuilder()
                    .withMetadata(metadata.withName("bob-password").build())
                    .withData(Map.of("password", base64("change-me-to-something-long")))
                    .build());
        case "own-ca" ->
            List.of(
                new SecretBuilder()
                    .withMetadata(metadata.withName("company-ca").build())
                    .withData(authority())
                    .build());
        case "cert-manager" -> {
          Definitions.install(client, OptionalKind.CERTIFICATE);
          yield List.of(
              new SecretBuilder()
                  .withMetadata(metadata.withName("cert-manager-cert-manager").build())
                  .withType("kubernetes.io/tls")
                  .withData(certificate("registry.example.com"))
                  .build());
        }
        case "own-certificate" ->
            List.of(
                new SecretBuilder()
                    .withMetadata(metadata.withName("registry-certificate").build())
                    .withType("kubernetes.io/tls")
                    .withData(certificate("registry.example.com"))
                    .build());
        case "existing-claim", "read-only" ->
            List.of(
                new PersistentVolumeClaimBuilder()
                    .withMetadata(metadata.withName("registry-data").build())
                    .withNewSpec()
                    .withAccessModes("ReadWriteOnce")
                    .withNewResources()
                    .withRequests(Map.of("storage", new Quantity("1Gi")))
                    .endResources()
                    .endSpec()
                    .build());
        default -> List.of();
      };
    }

    private static Map<String, String> authority() {
      Instant now = Instant.now();
      Validity validity = new Validity(now.minusSeconds(60), now.plus(Duration.ofDays(365)));
      KeyedCertificate authority = new BouncyCastlePki().authority("company", validity);
      return Map.of("tls.crt", base64(authority.certificate()), "tls.key", base64(authority.key()));
    }

    private static Map<String, String> certificate(String host) {
      Pki pki = new BouncyCastlePki();
      Instant now = Instant.now();
      Validity validity = new Validity(now.minusSeconds(60), now.plus(Duration.ofDays(30)));
      KeyedCertificate authority = pki.authority("company", validity);
      KeyedCertificate server = pki.server(authority, LeafRequest.of(List.of(host), validity));
      return Map.of(
          "tls.crt",
          base64(server.certificate()),
          "tls.key",
          base64(server.key()),
          "ca.crt",
          base64(authority.certificate()));
    }

    private static String base64(String text) {
      return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
