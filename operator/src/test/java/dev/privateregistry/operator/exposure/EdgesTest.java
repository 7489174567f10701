package dev.privateregistry.operator.exposure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.operator.api.surroundings.IngressClassFacts;
import dev.privateregistry.operator.api.surroundings.OptionalKind;
import dev.privateregistry.operator.api.surroundings.Surroundings;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistrySpec;
import dev.privateregistry.operator.exposure.Route.ServicePort;
import dev.privateregistry.operator.samples.Golden;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EdgesTest {
  private static final Set<OptionalKind> ALL = EnumSet.allOf(OptionalKind.class);
  private static final Set<OptionalKind> NONE = EnumSet.of(OptionalKind.INGRESS_CLASS);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ingress-nginx",
        "f5-nginx",
        "traefik",
        "haproxytech",
        "haproxy-ingress",
        "contour"
      })
  void shouldMakeTheReviewedObjectsForEachController(String controller) throws IOException {
    String ingress = "ingress: {className: edge, controller: " + controller + "}";

    String made =
        described("with TLS, verified", edge("{}", ingress, true, ALL))
            + described(
                "with TLS, without the controller's own kinds", edge("{}", ingress, true, NONE))
            + described("with TLS, nothing to verify by", edge("{}", ingress, false, ALL))
            + described("without TLS", edge("{disabled: {}}", ingress, false, ALL));

    Golden.assertReviewed("exposure/" + controller, made);
  }

  @Test
  void shouldMakeTheReviewedObjectsForAGateway() throws IOException {
    String gateway = "gateway: {parentRefs: [{name: public, namespace: infra}, {name: own}]}";

    String made =
        described("with TLS, verified", edge("{}", gateway, true, ALL))
            + described("with TLS, nothing to verify by", edge("{}", gateway, false, ALL))
            + described("without TLS", edge("{disabled: {}}", gateway, false, ALL));

    Golden.assertReviewed("exposure/gateway", made);
  }

  @ParameterizedTest
  @CsvSource({
    "k8s.io/ingress-nginx, nginx.ingress.kubernetes.io/proxy-body-size",
    "nginx.org/ingress-controller, nginx.org/client-max-body-size",
    "traefik.io/ingress-controller, traefik.ingress.kubernetes.io/router.entrypoints",
    "haproxy.org/ingress-controller, haproxy.org/timeout-server",
    "haproxy.org/ingress-controller/internal, haproxy.org/timeout-server",
    "haproxy-ingress.github.io/controller, haproxy-ingress.github.io/timeout-server",
    "projectcontour.io/ingress-controller, projectcontour.io/response-timeout",
  })
  void shouldChooseTheControllerByTheClass(String controller, String annotation) {
    Surroundings surroundings =
        new Surroundings(
            NONE,
            List.of(
                new IngressClassFacts("another", "example.com/other", true),
                new IngressClassFacts("edge", controller, false)));

    Edge edge =
        known(Edges.of(resource("{}", "ingress: {className: edge}"), PORT, true, surroundings));

    assertTrue(
        edge.objects().getFirst().getMetadata().getAnnotations().containsKey(annotation),
        () -> "" + edge.objects().getFirst().getMetadata().getAnnotations());
  }

  @Test
  void shouldChooseTheControllerByTheDefaultClass() {
    Surroundings surroundings =
        new Surroundings(
            NONE,
            List.of(
                new IngressClassFacts("a", "k8s.io/ingress-nginx", false),
                new IngressClassFacts("b", "traefik.io/ingress-controller", true)));

    Edge edge = known(Edges.of(resource("{}", "ingress: {}"), PORT, true, surroundings));

    assertTrue(
        edge.serviceAnnotations()
            .containsKey("traefik.ingress.kubernetes.io/service.serversscheme"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ingress: {className: web} | no | spec.exposure.ingress.className: there is no IngressClass"
            + " web: install an ingress controller, the cluster has no class of one; or name the"
            + " controller in spec.exposure.ingress.controller",
        "ingress: {className: web} | yes | spec.exposure.ingress.className: there is no IngressClass"
            + " web: name one of a, b; or name the controller in spec.exposure.ingress.controller",
        "ingress: {} | yes | spec.exposure.ingress.className: not given, and no IngressClass is the"
            + " default: name one of a, b; or name the controller in"
            + " spec.exposure.ingress.controller",
      })
  void shouldNameTheFieldAndTheClassesWhenThereIsNoSuchClass(
      String exposure, String classes, String problem) {
    Surroundings surroundings =
        new Surroundings(
            NONE,
            classes.equals("no")
                ? List.of()
                : List.of(
                    new IngressClassFacts("a", "k8s.io/ingress-nginx", false),
                    new IngressClassFacts("b", "traefik.io/ingress-controller", false)));

    Edges.Found found = Edges.of(resource("{}", exposure), PORT, true, surroundings);

    assertEquals(problem, assertInstanceOf(Edges.Unclear.class, found).problem());
  }

  @Test
  void shouldSayWhatCannotBePromisedOfAnUnknownController() {
    Surroundings surroundings =
        new Surroundings(NONE, List.of(new IngressClassFacts("web", "example.com/x", true)));

    Edge edge =
        known(
            Edges.of(
                resource("{}", "ingress: {annotations: {example.com/body: '0'}}"),
                PORT,
                true,
                surroundings));

    assertEquals(
        "example.com/x", edge.remarks().getFirst().split(" ")[2], () -> edge.remarks().toString());
    assertEquals(
        "{example.com/body=0}",
        edge.objects().getFirst().getMetadata().getAnnotations().toString());
  }

  @Test
  void shouldLetTheUsersAnnotationsWin() {
    Edge edge =
        edge(
            "{}",
            "ingress: {controller: ingress-nginx, annotations:"
                + " {nginx.ingress.kubernetes.io/proxy-body-size: 1g}}",
            true,
            ALL);

    assertEquals(
        "1g",
        edge.objects()
            .getFirst()
            .getMetadata()
            .getAnnotations()
            .get("nginx.ingress.kubernetes.io/proxy-body-size"));
  }

  @Test
  void shouldServeAnIngressAndAGatewayTogether() {
    Edge edge =
        edge(
            "{}",
            "ingress: {controller: ingress-nginx}, gateway: {parentRefs: [{name: g}]}",
            true,
            ALL);

    assertEquals(
        List.of("Ingress r", "BackendTLSPolicy r", "HTTPRoute r", "HTTPRoute r-plain"),
        edge.objects().stream()
            .map(it -> it.getKind() + " " + it.getMetadata().getName())
            .toList());
  }

  private static final ServicePort PORT = new ServicePort("registry", 5000);

  private static Edge edge(String tls, String exposure, boolean bundled, Set<OptionalKind> kinds) {
    return known(
        Edges.of(resource(tls, exposure), PORT, bundled, new Surroundings(kinds, List.of())));
  }

  private static Edge known(Edges.Found found) {
    return assertInstanceOf(Edges.Known.class, found).edge();
  }

  private static PrivateRegistry resource(String tls, String exposure) {
    PrivateRegistry resource = new PrivateRegistry();
    resource.setMetadata(
        new ObjectMetaBuilder().withName("r").withNamespace("n").withUid("uid").build());
    resource.setSpec(
        Serialization.unmarshal(
            "host: registry.example.com\ntls: " + tls + "\nexposure: {" + exposure + "}\n",
            PrivateRegistrySpec.class));
    return resource;
  }

  private static String described(String when, Edge edge) {
    String notes =
        edge.remarks().stream().map(it -> "# remark: " + it + "\n").collect(Collectors.joining());
    String service =
        edge.serviceAnnotations().entrySet().stream()
            .map(it -> "# on the Service: " + it.getKey() + ": " + it.getValue() + "\n")
            .collect(Collectors.joining());
    String bundles =
        edge.bundles().stream()
            .sorted()
            .map(
                it ->
                    "# a Secret of type " + it.type() + " with the bundle: " + it.name("r") + "\n")
            .collect(Collectors.joining());
    return "# === " + when + "\n" + notes + service + bundles + Golden.yaml(edge.objects());
  }
}
