package dev.privateregistry.operator.exposure;

import dev.privateregistry.operator.api.surroundings.OptionalKind;
import dev.privateregistry.operator.api.surroundings.Surroundings;
import dev.privateregistry.operator.api.v1alpha1.ExposureSpec.IngressSpec;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The NGINX Ingress Controller of F5. Pods are verified by a Policy; buffering of requests can be
 * switched off by a snippet only, and an Ingress with one is refused where those are not allowed.
 */
record F5Nginx() implements IngressProfile {
  private static final String BUFFERS =
      "F5 NGINX stores every upload before it passes it on: to stop that, run it with"
          + " -enable-snippets and set the annotation nginx.org/location-snippets to"
          + " 'proxy_request_buffering off;' in spec.exposure.ingress.annotations";
  private static final String NO_POLICY =
      "F5 NGINX does not verify the pods' certificate, as the cluster has no Policy"
          + " (k8s.nginx.org/v1): install F5 NGINX's own kinds";

  @Override
  public Edge edge(Route route, IngressSpec asked, Surroundings surroundings) {
    String timeout = Route.TIMEOUT_SECONDS + "s";
    Annotations annotations =
        new Annotations("nginx.org/")
            .put("client-max-body-size", "0")
            .put("proxy-buffering", "False")
            .put("proxy-connect-timeout", "10s")
            .put("proxy-read-timeout", timeout)
            .put("proxy-send-timeout", timeout);
    Route.Tls tls = route.tls();
    boolean policy = surroundings.have(OptionalKind.NGINX_POLICY);
    boolean verified = tls != null && tls.bundle() != null && policy;
    if (tls != null) {
      annotations
          .put("ssl-redirect", asked.redirectHttp() ? "True" : "False")
          .put("proxy-redirect-from", "http://" + route.host() + "/")
          .put("proxy-redirect-to", "https://" + route.host() + "/")
          .put("ssl-services", route.service());
    }
    if (verified) {
      annotations.put("policies", route.service());
    }
    Edge edge =
        Edge.of(
                IngressProfile.ingress(
                    route, asked, route.annotated(annotations.toMap(), asked.annotations())))
            .remarking(BUFFERS);
    if (verified) {
      return edge.with(policy(route, asked)).withBundle(BundleSecret.NGINX);
    }
    return tls != null && tls.bundle() != null ? edge.remarking(NO_POLICY) : edge;
  }

  private static GenericKubernetesResource policy(Route route, IngressSpec asked) {
    Map<String, Object> spec = new LinkedHashMap<>();
    if (asked.className() != null) {
      spec.put("ingressClassName", asked.className());
    }
    spec.put(
        "egressMTLS",
        Map.of(
            "trustedCertSecret",
            BundleSecret.NGINX.name(route.service()),
            "verifyServer",
            true,
            "verifyDepth",
            3,
            "serverName",
            true,
            "sslName",
            route.host()));
    return OptionalKind.NGINX_POLICY.object(route.metadata(), spec);
  }
}
