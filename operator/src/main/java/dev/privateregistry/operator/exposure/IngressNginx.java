package dev.privateregistry.operator.exposure;

import dev.privateregistry.operator.api.surroundings.Surroundings;
import dev.privateregistry.operator.api.v1alpha1.ExposureSpec.IngressSpec;

/**
 * The ingress-nginx of Kubernetes: no limit of the body, no buffering, long timeouts, http
 * redirected to https, {@code Location: http://HOST/} rewritten, and pods verified.
 */
record IngressNginx() implements IngressProfile {

  @Override
  public Edge edge(Route route, IngressSpec asked, Surroundings surroundings) {
    String timeout = String.valueOf(Route.TIMEOUT_SECONDS);
    Annotations annotations =
        new Annotations("nginx.ingress.kubernetes.io/")
            .put("proxy-body-size", "0")
            .put("proxy-request-buffering", "off")
            .put("proxy-buffering", "off")
            .put("proxy-http-version", "1.1")
            .put("proxy-connect-timeout", "10")
            .put("proxy-read-timeout", timeout)
            .put("proxy-send-timeout", timeout);
    Route.Tls tls = route.tls();
    if (tls == null) {
      annotations.put("ssl-redirect", "false").put("backend-protocol", "HTTP");
    } else {
      putTls(annotations, route, tls, asked.redirectHttp());
    }
    return Edge.of(
        IngressProfile.ingress(
            route, asked, route.annotated(annotations.toMap(), asked.annotations())));
  }

  private static void putTls(
      Annotations annotations, Route route, Route.Tls tls, boolean redirectHttp) {
    annotations
        .put("ssl-redirect", String.valueOf(redirectHttp))
        .put("force-ssl-redirect", String.valueOf(redirectHttp))
        .put("proxy-redirect-from", "http://" + route.host() + "/")
        .put("proxy-redirect-to", "https://" + route.host() + "/")
        .put("backend-protocol", "HTTPS")
        .put("proxy-ssl-name", route.host())
        .put("proxy-ssl-server-name", "on");
    if (tls.bundle() != null) {
      annotations
          .put("proxy-ssl-secret", route.namespace() + "/" + tls.secret())
          .put("proxy-ssl-verify", "on")
          .put("proxy-ssl-verify-depth", "3");
    }
  }
}
