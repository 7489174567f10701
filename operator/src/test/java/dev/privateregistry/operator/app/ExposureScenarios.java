package dev.privateregistry.operator.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.operator.api.surroundings.OptionalKind;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.apply.ObjectEndpoint;
import dev.privateregistry.operator.cluster.EdgeControllers;
import dev.privateregistry.operator.cluster.TestCluster;
import dev.privateregistry.operator.cluster.Wait;
import dev.privateregistry.operator.samples.Samples;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClassBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A registry is reached through what the cluster has for it, and follows when that changes. */
abstract class ExposureScenarios<C extends TestCluster> extends OperatorScenarios<C> {
  private final EdgeControllers controllers = new EdgeControllers(client, namespace);

  ExposureScenarios(C cluster) throws IOException {
    super(cluster);
  }

  @Test
  void shouldFollowTheIngressClassFromControllerToController() {
    cluster.offer(OptionalKind.TRAEFIK_MIDDLEWARE);
    cluster.offer(OptionalKind.TRAEFIK_SERVERS_TRANSPORT);
    cluster.offer(OptionalKind.CONTOUR_HTTP_PROXY);
    cluster.offer(OptionalKind.NGINX_POLICY);
    ingressClass("traefik", "traefik.io/ingress-controller");
    ingressClass("contour", "projectcontour.io/ingress-controller");
    ingressClass("f5", "nginx.org/ingress-controller");
    ingressClass("nginx", "k8s.io/ingress-nginx");

    create(exposedBy("ingress: {className: " + className("traefik") + "}"));
    Wait.until("Middleware", () -> live(OptionalKind.TRAEFIK_MIDDLEWARE) != null, this::status);
    Wait.until(
        "transport", () -> live(OptionalKind.TRAEFIK_SERVERS_TRANSPORT) != null, this::status);
    awaitReady();
    assertEquals("https", serviceAnnotation("traefik.ingress.kubernetes.io/service.serversscheme"));
    assertEquals("ExposedWithLimits", exposed().getReason());
    assertQuiet();

    changeClass("contour");
    Wait.until("HTTPProxy", () -> live(OptionalKind.CONTOUR_HTTP_PROXY) != null, this::status);
    Wait.until("no Ingress", () -> ingress("quickstart") == null, this::status);
    Wait.until("no second one", () -> ingress("quickstart-plain") == null, this::status);
    Wait.until("no Middleware", () -> live(OptionalKind.TRAEFIK_MIDDLEWARE) == null, this::status);
    Wait.until(
        "no answer yet", () -> exposed().getReason().equals("WaitingForContour"), this::status);
    controllers.takeProxy("quickstart");
    awaitReady();
    assertEquals("", serviceAnnotation("traefik.ingress.kubernetes.io/service.serversscheme"));
    assertQuiet();

    endpoint(OptionalKind.CONTOUR_HTTP_PROXY).delete();
    Wait.until("back", () -> live(OptionalKind.CONTOUR_HTTP_PROXY) != null, this::status);

    changeClass("f5");
    Wait.until("Policy", () -> live(OptionalKind.NGINX_POLICY) != null, this::status);
    Wait.until("the bundle", () -> secret("quickstart-nginx-ca") != null, this::status);
    awaitReady();
    assertEquals("nginx.org/ca", secret("quickstart-nginx-ca").getType());
    assertQuiet();

    changeClass("nginx");
    Wait.until("no Policy", () -> live(OptionalKind.NGINX_POLICY) == null, this::status);
    Wait.until("no bundle", () -> secret("quickstart-nginx-ca") == null, this::status);
    awaitReady();
    assertQuiet();
  }

  @Test
  void shouldTellWhatTheGatewaySaysOfItsRoutes() {
    cluster.offer(OptionalKind.HTTP_ROUTE);
    cluster.offer(OptionalKind.BACKEND_TLS_POLICY);
    create(exposedBy("gateway: {parentRefs: [{name: public}]}"));

    Wait.until(
        "no answer yet", () -> exposed().getReason().equals("WaitingForGateway"), this::status);
    assertTrue(live(OptionalKind.BACKEND_TLS_POLICY) != null);

    controllers.refuseRoute("quickstart", "public", "https", "NoMatchingParent");
    Wait.until("refused", () -> exposed().getReason().equals("NoMatchingParent"), this::status);
    assertTrue(
        exposed().getMessage().startsWith("HTTPRoute quickstart is refused by public: because"),
        exposed()::getMessage);

    controllers.takeRoute("quickstart", "public", "https");
    controllers.takeRoute("quickstart-plain", "public", "http");
    awaitReady();
    assertQuiet();

    editSpec("{\"spec\":{\"exposure\":{\"gateway\":null}}}");
    Wait.until("no route", () -> live(OptionalKind.HTTP_ROUTE) == null, this::status);
    awaitReady();
    Wait.until("no policy", () -> live(OptionalKind.BACKEND_TLS_POLICY) == null, this::status);
    assertQuiet();
  }

  @Test
  void shouldStallUntilThereIsTheClass() {
    create(exposedBy("ingress: {className: " + className("late") + "}"));
    Wait.until("stalled", () -> condition("quickstart", "Stalled").equals("True"), this::status);
    assertTrue(
        exposed().getMessage().startsWith("spec.exposure.ingress.className: there is no"),
        exposed()::getMessage);

    ingressClass("late", "example.com/unheard-of");

    Wait.until("the Ingress", () -> ingress("quickstart") != null, this::status);
    awaitReady();
    assertTrue(
        exposed().getMessage().startsWith("the controller example.com/unheard-of"),
        exposed()::getMessage);
  }

  @Test
  void shouldLeaveAForeignRouteAlone() {
    cluster.offer(OptionalKind.HTTP_ROUTE);
    cluster.offer(OptionalKind.BACKEND_TLS_POLICY);
    GenericKubernetesResource theirs =
        OptionalKind.HTTP_ROUTE.object(
            new ObjectMetaBuilder().withName("quickstart").withNamespace(namespace).build(),
            Map.of("hostnames", List.of("theirs.example.com")));
    Wait.until(
        "the kind served",
        () -> client.getApiResources(OptionalKind.HTTP_ROUTE.apiVersion()) != null,
        () -> "not there");
    client
        .genericKubernetesResources(ObjectEndpoint.of(OptionalKind.HTTP_ROUTE))
        .inNamespace(namespace)
        .resource(theirs)
        .create();

    create(exposedBy("gateway: {parentRefs: [{name: public}]}"));

    Wait.until("stalled", () -> condition("quickstart", "Stalled").equals("True"), this::status);
    assertTrue(
        exposed().getMessage().startsWith("HTTPRoute quickstart exists"), exposed()::getMessage);
    GenericKubernetesResource after = endpoint(OptionalKind.HTTP_ROUTE).require();
    assertEquals(List.of("theirs.example.com"), after.get("spec", "hostnames"));
    assertTrue(after.getMetadata().getOwnerReferences().isEmpty());
  }

  private static PrivateRegistry exposedBy(String how) {
    return Serialization.unmarshal(
        Samples.text("quickstart").replace("spec:\n", "spec:\n  exposure: {" + how + "}\n"),
        PrivateRegistry.class);
  }

  /** Classes belong to the whole cluster: the name is the scenario's own. */
  private String className(String name) {
    return namespace + "-" + name;
  }

  private void ingressClass(String name, String controller) {
    client
        .resource(
            new IngressClassBuilder()
                .withNewMetadata()
                .withName(className(name))
                .endMetadata()
                .withNewSpec()
                .withController(controller)
                .endSpec()
                .build())
        .create();
  }

  private void changeClass(String name) {
    editSpec("{\"spec\":{\"exposure\":{\"ingress\":{\"className\":\"" + className(name) + "\"}}}}");
  }

  private Resource<GenericKubernetesResource> endpoint(OptionalKind kind) {
    return controllers.endpoint(kind, "quickstart");
  }

  private @Nullable GenericKubernetesResource live(OptionalKind kind) {
    return endpoint(kind).get();
  }

  private @Nullable Ingress ingress(String name) {
    return client.network().v1().ingresses().inNamespace(namespace).withName(name).get();
  }

  private Secret secret(String name) {
    return client.secrets().inNamespace(namespace).withName(name).get();
  }

  private String serviceAnnotation(String name) {
    return Optional.ofNullable(service().getMetadata().getAnnotations())
        .map(it -> it.getOrDefault(name, ""))
        .orElse("");
  }

  private Condition exposed() {
    return Optional.ofNullable(resource().getStatus())
        .flatMap(it -> it.condition("Exposed"))
        .orElseGet(() -> new ConditionBuilder().withReason("").withMessage("").build());
  }
}
