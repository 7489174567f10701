package dev.privateregistry.operator.exposure;

import dev.privateregistry.operator.api.surroundings.OptionalKind;
import dev.privateregistry.operator.api.surroundings.Surroundings;
import dev.privateregistry.operator.api.v1alpha1.ExposureSpec.IngressSpec;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Contour: an HTTPProxy in place of the Ingress, since only that verifies pods; an Ingress where
 * there are none. It streams, and limits no body.
 */
record Contour() implements IngressProfile {
  private static final String NO_PROXY =
      "Contour does not verify the pods' certificate behind an Ingress, and the cluster has no"
          + " HTTPProxy (projectcontour.io/v1): install Contour's own kinds";

  @Override
  public Edge edge(Route route, IngressSpec asked, Surroundings surroundings) {
    if (surroundings.have(OptionalKind.CONTOUR_HTTP_PROXY)) {
      return Edge.of(proxy(route, asked));
    }
    Annotations annotations =
        new Annotations("projectcontour.io/").put("response-timeout", "infinity");
    if (route.tls() == null) {
      return Edge.of(ingress(route, asked, annotations));
    }
    Annotations redirecting =
        new Annotations("")
            .put("projectcontour.io/response-timeout", "infinity")
            .put("ingress.kubernetes.io/force-ssl-redirect", String.valueOf(asked.redirectHttp()));
    return Edge.of(ingress(route, asked, redirecting))
        .onService("projectcontour.io/upstream-protocol.tls", String.valueOf(route.port().number()))
        .remarking(NO_PROXY);
  }

  private static Ingress ingress(Route route, IngressSpec asked, Annotations annotations) {
    return IngressProfile.ingress(
        route, asked, route.annotated(annotations.toMap(), asked.annotations()));
  }

  private static GenericKubernetesResource proxy(Route route, IngressSpec asked) {
    Map<String, Object> host = new LinkedHashMap<>();
    host.put("fqdn", route.host());
    Map<String, Object> pods = new LinkedHashMap<>();
    pods.put("name", route.service());
    pods.put("port", route.port().number());
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("conditions", List.of(Map.of("prefix", "/")));
    rule.put("timeoutPolicy", Map.of("response", "infinity", "idle", Route.TIMEOUT_SECONDS + "s"));
    Route.Tls tls = route.tls();
    if (tls != null) {
      host.put("tls", Map.of("secretName", tls.secret()));
      rule.put("permitInsecure", !asked.redirectHttp());
      pods.put("protocol", "tls");
      if (tls.bundle() != null) {
        pods.put("validation", Map.of("caSecret", tls.secret(), "subjectName", route.host()));
      }
    }
    rule.put("services", List.of(pods));
    Map<String, Object> spec = new LinkedHashMap<>();
    if (asked.className() != null) {
      spec.put("ingressClassName", asked.className());
    }
    spec.put("virtualhost", host);
    spec.put("routes", List.of(rule));
    return OptionalKind.CONTOUR_HTTP_PROXY.object(
        route.annotated(Map.of(), asked.annotations()), spec);
  }
}
