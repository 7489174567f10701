package dev.privateregistry.operator.exposure;

import dev.privateregistry.operator.api.surroundings.Surroundings;
import dev.privateregistry.operator.api.v1alpha1.ExposureSpec.IngressSpec;

/** The community's HAProxy Ingress: streams, limits no body, verifies CA and host name of pods. */
record HaproxyIngress() implements IngressProfile {
  private static final String CLIENT =
      "HAProxy's timeout towards clients is set for all of them: set timeout-client in the"
          + " controller's ConfigMap";

  @Override
  public Edge edge(Route route, IngressSpec asked, Surroundings surroundings) {
    Annotations annotations =
        new Annotations("haproxy-ingress.github.io/")
            .put("timeout-server", Route.TIMEOUT_SECONDS + "s");
    Route.Tls tls = route.tls();
    if (tls == null) {
      annotations.put("ssl-redirect", "false");
    } else {
      annotations
          .put("ssl-redirect", String.valueOf(asked.redirectHttp()))
          .put("config-backend", HaproxyTech.LOCATION)
          .put("backend-protocol", "h1-ssl")
          .put("secure-sni", route.host());
      if (tls.bundle() != null) {
        annotations
            .put("secure-verify-ca-secret", tls.secret())
            .put("secure-verify-hostname", route.host());
      }
    }
    return Edge.of(
            IngressProfile.ingress(
                route, asked, route.annotated(annotations.toMap(), asked.annotations())))
        .remarking(CLIENT);
  }
}
