package dev.privateregistry.operator.exposure;

import dev.privateregistry.operator.api.surroundings.OptionalKind;
import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.api.v1alpha1.ExposureSpec.GatewayRef;
import dev.privateregistry.operator.api.v1alpha1.ExposureSpec.GatewaySpec;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The Gateway API: a route for https, one that redirects http, and a policy by which the pods are
 * verified. Every default is written out: the API server adds what is missing to lists, and they
 * would differ for ever.
 */
final class GatewayRoutes {
  private static final String GROUP = "gateway.networking.k8s.io";
  private static final String LIMITS =
      "the Gateway API has no limits of bodies and no buffering of requests: where the Gateway's"
          + " implementation has any, they are set by its own kinds";

  private GatewayRoutes() {}

  static Edge edge(Route route, GatewaySpec asked) {
    Route.Tls tls = route.tls();
    if (tls == null) {
      return Edge.of(route(route, route.metadata(), asked, asked.httpListener())).remarking(LIMITS);
    }
    ObjectMeta plain = route.named(new ChildNames(route.service()).plain());
    HasMetadata http =
        asked.redirectHttp()
            ? redirect(route, plain, asked)
            : route(route, plain, asked, asked.httpListener());
    return Edge.of(
            policy(route, tls), route(route, route.metadata(), asked, asked.httpsListener()), http)
        .remarking(LIMITS);
  }

  private static GenericKubernetesResource route(
      Route route, ObjectMeta metadata, GatewaySpec asked, String listener) {
    Map<String, Object> pods = new LinkedHashMap<>();
    pods.put("group", "");
    pods.put("kind", "Service");
    pods.put("name", route.service());
    pods.put("port", route.port().number());
    pods.put("weight", 1);
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("matches", everything());
    rule.put("timeouts", Map.of("request", "0s"));
    rule.put("backendRefs", List.of(pods));
    return httpRoute(route, metadata, asked, listener, rule);
  }

  private static GenericKubernetesResource redirect(
      Route route, ObjectMeta metadata, GatewaySpec asked) {
    Map<String, Object> redirect = Map.of("scheme", "https", "statusCode", 301);
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("matches", everything());
    rule.put("filters", List.of(Map.of("type", "RequestRedirect", "requestRedirect", redirect)));
    return httpRoute(route, metadata, asked, asked.httpListener(), rule);
  }

  private static GenericKubernetesResource httpRoute(
      Route route,
      ObjectMeta metadata,
      GatewaySpec asked,
      String listener,
      Map<String, Object> rule) {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("parentRefs", asked.parentRefs().stream().map(it -> parent(it, listener)).toList());
    spec.put("hostnames", List.of(route.host()));
    spec.put("rules", List.of(rule));
    return OptionalKind.HTTP_ROUTE.object(metadata, spec);
  }

  private static Map<String, Object> parent(GatewayRef gateway, String listener) {
    Map<String, Object> parent = new LinkedHashMap<>();
    parent.put("group", GROUP);
    parent.put("kind", "Gateway");
    parent.put("name", gateway.name());
    if (gateway.namespace() != null) {
      parent.put("namespace", gateway.namespace());
    }
    parent.put("sectionName", listener);
    return parent;
  }

  private static List<Object> everything() {
    return List.of(Map.of("path", Map.of("type", "PathPrefix", "value", "/")));
  }

  /** Without a bundle the pods' certificate is one that everybody trusts. */
  private static GenericKubernetesResource policy(Route route, Route.Tls tls) {
    Map<String, Object> validation = new LinkedHashMap<>();
    if (tls.bundle() == null) {
      validation.put("wellKnownCACertificates", "System");
    } else {
      validation.put(
          "caCertificateRefs",
          List.of(Map.of("group", "", "kind", "ConfigMap", "name", tls.bundle())));
    }
    validation.put("hostname", route.host());
    Map<String, Object> target = new LinkedHashMap<>();
    target.put("group", "");
    target.put("kind", "Service");
    target.put("name", route.service());
    target.put("sectionName", route.port().name());
    return OptionalKind.BACKEND_TLS_POLICY.object(
        route.metadata(), Map.of("targetRefs", List.of(target), "validation", validation));
  }
}
