package dev.privateregistry.operator.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.operator.api.surroundings.IngressClassFacts;
import dev.privateregistry.operator.api.surroundings.OptionalKind;
import dev.privateregistry.operator.api.surroundings.Surroundings;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistrySpec;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExposureTest {
  private static final Surroundings EVERYTHING =
      new Surroundings(
          EnumSet.allOf(OptionalKind.class),
          List.of(new IngressClassFacts("edge", "k8s.io/ingress-nginx", true)));

  @ParameterizedTest
  @CsvSource({
    "traefik, contour, 'HTTPProxy/r'",
    "contour, traefik, 'Ingress/r Ingress/r-plain Middleware/r ServersTransport/r'",
    "f5-nginx, haproxytech, 'Ingress/r Secret/r-haproxy-ca'",
    "haproxytech, f5-nginx, 'Ingress/r Policy/r Secret/r-nginx-ca'",
    "f5-nginx, ingress-nginx, 'Ingress/r'",
  })
  void shouldDeleteWhatTheControllerBeforeNeeded(String before, String after, String objects) {
    Stage stage = stage("ingress: {controller: " + before + "}");
    stage.surroundings = EVERYTHING;
    stage.settle();

    stage.resource.setSpec(spec("ingress: {controller: " + after + "}"));
    stage.settle();

    assertEquals(new TreeSet<>(List.of(objects.split(" "))), edge(stage));
  }

  @Test
  void shouldDeleteEverythingWhenNothingIsAskedForAnyMore() {
    Stage stage = stage("ingress: {controller: traefik}, gateway: {parentRefs: [{name: g}]}");
    stage.surroundings = EVERYTHING;
    stage.settle();
    assertEquals(7, edge(stage).size(), () -> edge(stage).toString());
    assertFalse(service(stage).getMetadata().getAnnotations().isEmpty());

    stage.resource.setSpec(spec(""));
    stage.settle();

    assertEquals(Set.of(), edge(stage));
  }

  @Test
  void shouldSayWhichKindIsMissingAndGoOnWithTheRest() {
    Stage stage = stage("gateway: {parentRefs: [{name: g}]}");
    stage.settle();

    assertEquals("KindMissing", stage.condition("Exposed").getReason());
    assertEquals(
        "the cluster has no BackendTLSPolicy (gateway.networking.k8s.io/v1) that the operator can"
            + " use: install the Gateway API, version 1.4 or later",
        stage.condition("Exposed").getMessage());
    assertEquals("True", stage.condition("CertificateReady").getStatus());
    assertEquals(Set.of(), edge(stage));

    stage.surroundings = EVERYTHING;
    stage.settle();

    assertEquals(
        new TreeSet<>(Set.of("BackendTLSPolicy/r", "HTTPRoute/r", "HTTPRoute/r-plain")),
        edge(stage));
  }

  @Test
  void shouldKeepWhatServesWhileTheClassIsUnknown() {
    Stage stage = stage("ingress: {className: edge}");
    stage.surroundings = EVERYTHING;
    stage.settle();

    stage.surroundings = new Surroundings(EVERYTHING.kinds(), List.of());
    stage.settle();

    assertEquals("True", stage.condition("Stalled").getStatus());
    assertTrue(
        stage.condition("Stalled").getMessage().startsWith("spec.exposure.ingress.className:"));
    assertEquals(Set.of("Ingress/r"), edge(stage));
  }

  @Test
  void shouldGiveAControllerBothAuthoritiesWhileTheyRollOver() {
    Stage stage = stage("ingress: {controller: f5-nginx}");
    stage.surroundings = EVERYTHING;
    stage.settle();
    String first = stage.trust();
    assertEquals(first, bundle(stage));

    stage.now =
        stage
            .now
            .plus(AuthorityPolicy.DEFAULT.lifetime())
            .minus(AuthorityPolicy.DEFAULT.rollBefore());
    stage.settle();
    assertTrue(stage.trust().contains(first) && !stage.trust().equals(first), stage::trust);
    assertEquals(stage.trust(), bundle(stage));

    for (int i = 0; i < 400 && stage.trust().lines().anyMatch(first.strip()::equals); i++) {
      stage.now = stage.now.plus(Duration.ofDays(2));
      stage.settle();
      assertEquals(stage.trust(), bundle(stage), "at " + stage.now);
    }
    assertFalse(bundle(stage).lines().anyMatch(first.strip()::equals), bundle(stage));
  }

  @Test
  void shouldNotOverwriteAForeignSecretWithTheBundle() {
    Stage stage = stage("ingress: {controller: f5-nginx}");
    stage.surroundings = EVERYTHING;
    stage.supply("r-nginx-ca", Map.of("ca.crt", "theirs"));
    stage.settle();

    assertTrue(stage.condition("Stalled").getMessage().startsWith("Secret r-nginx-ca exists"));
    assertEquals("theirs", bundle(stage));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP_ROUTE | {} | WaitingForGateway | HTTPRoute r was not accepted by Gateway g yet",
        "HTTP_ROUTE | {parents: [{parentRef: {name: g, sectionName: https}, conditions: [{type:"
            + " Accepted, status: 'False', reason: NotAllowedByListeners, message: no}]}]} |"
            + " NotAllowedByListeners | HTTPRoute r is refused by g: no",
        "HTTP_ROUTE | {parents: [{parentRef: {name: g, sectionName: https}, conditions: [{type:"
            + " Accepted, status: 'True'}, {type: ResolvedRefs, status: 'False', reason:"
            + " BackendNotFound, message: no}]}]} | BackendNotFound | HTTPRoute r is refused by g:"
            + " no",
        "BACKEND_TLS_POLICY | {ancestors: [{ancestorRef: {name: g}, conditions: [{type: Accepted,"
            + " status: 'False', reason: NoValidCACertificate, message: no}]}]} |"
            + " NoValidCACertificate | BackendTLSPolicy r is refused by g: no",
        "CONTOUR_HTTP_PROXY | {} | WaitingForContour | HTTPProxy r has no status yet",
        "CONTOUR_HTTP_PROXY | {currentStatus: invalid, description: no} | HTTPProxyInvalid |"
            + " HTTPProxy r is invalid: no",
        "CONTOUR_HTTP_PROXY | {currentStatus: orphaned, description: no} | HTTPProxyInvalid |"
            + " HTTPProxy r is orphaned: no",
        "NGINX_POLICY | {state: Invalid, message: no} | PolicyInvalid | Policy r is refused: no",
      })
  void shouldTellWhatAControllerSaysOfItsObject(
      OptionalKind kind, String status, String reason, String message) {
    Concern.Verdict problem = ControllerAnswer.problem(answered(kind, status)).orElseThrow();

    assertFalse(problem.holds());
    assertEquals(reason, problem.reason());
    assertTrue(problem.message().startsWith(message), problem::message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP_ROUTE | {parents: [{parentRef: {name: g, sectionName: https}, conditions: [{type:"
            + " Accepted, status: 'True'}]}]}",
        "BACKEND_TLS_POLICY | {}",
        "CONTOUR_HTTP_PROXY | {currentStatus: valid}",
        "NGINX_POLICY | {}",
        "NGINX_POLICY | {state: Valid}",
        "TRAEFIK_MIDDLEWARE | {}",
      })
  void shouldHaveNothingToSayOfAnObjectThatServes(OptionalKind kind, String status) {
    assertTrue(ControllerAnswer.problem(answered(kind, status)).isEmpty());
  }

  @Test
  void shouldNotBelieveARefusalOfAnEarlierGeneration() {
    GenericKubernetesResource route =
        answered(
            OptionalKind.BACKEND_TLS_POLICY,
            "{ancestors: [{ancestorRef: {name: g}, conditions: [{type: Accepted, status: 'False',"
                + " observedGeneration: 1, reason: Old, message: no}]}]}");
    route.getMetadata().setGeneration(2L);

    assertTrue(ControllerAnswer.problem(route).isEmpty());
  }

  private static GenericKubernetesResource answered(OptionalKind kind, String status) {
    GenericKubernetesResource object =
        kind.object(
            new ObjectMetaBuilder().withName("r").withNamespace("n").build(),
            Map.of("parentRefs", List.of(Map.of("name", "g", "sectionName", "https"))));
    object.setAdditionalProperty("status", Serialization.unmarshal("---\n" + status, Map.class));
    return object;
  }

  private static Stage stage(String exposure) {
    Stage stage = new Stage(spec(exposure));
    stage.declareService();
    return stage;
  }

  private static PrivateRegistrySpec spec(String exposure) {
    return Serialization.unmarshal(
        "host: registry.example.com\nexposure: {" + exposure + "}\n", PrivateRegistrySpec.class);
  }

  private static Service service(Stage stage) {
    return (Service) java.util.Objects.requireNonNull(stage.objects.get("Service/r"));
  }

  private static String bundle(Stage stage) {
    return stage.secret("r-nginx-ca").map(it -> Stage.text(it, "ca.crt")).orElse("");
  }

  /** What there is beside what every registry has. */
  private static Set<String> edge(Stage stage) {
    Set<String> others =
        Set.of(
            "Service/r",
            "Secret/r-ca",
            "Secret/r-tls",
            "Secret/r-htpasswd",
            "Secret/r-credentials",
            "Secret/r-http",
            "ConfigMap/r-ca");
    return stage.objects.keySet().stream()
        .filter(it -> !others.contains(it))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
