package dev.privateregistry.operator.exposure;

import dev.privateregistry.operator.api.surroundings.Surroundings;
import dev.privateregistry.operator.api.v1alpha1.ExposureSpec.IngressSpec;

/** The ingress controller of HAProxy Technologies: streams, and limits no body. */
record HaproxyTech() implements IngressProfile {
  /** Rewrites {@code Location: http://} to https. */
  static final String LOCATION = "http-response replace-header Location ^http://(.*) https://\\1";

  private static final String CLIENT =
      "HAProxy's timeouts towards clients are set for all of them: set timeout-client and"
          + " timeout-http-request in the controller's ConfigMap";
  private static final String NAME =
      "HAProxy verifies by the CA that the pods are this registry's, not by their host name";

  @Override
  public Edge edge(Route route, IngressSpec asked, Surroundings surroundings) {
    Annotations annotations =
        new Annotations("haproxy.org/").put("timeout-server", Route.TIMEOUT_SECONDS + "s");
    Route.Tls tls = route.tls();
    boolean verified = tls != null && tls.bundle() != null;
    if (tls != null) {
      annotations
          .put("ssl-redirect", String.valueOf(asked.redirectHttp()))
          .put("ssl-redirect-code", "308")
          .put("ssl-redirect-port", "443")
          .put("backend-config-snippet", LOCATION)
          .put("server-ssl", "true");
    }
    if (verified) {
      String bundle = BundleSecret.HAPROXY.name(route.service());
      annotations.put("server-ca", route.namespace() + "/" + bundle);
    }
    Edge edge =
        Edge.of(
                IngressProfile.ingress(
                    route, asked, route.annotated(annotations.toMap(), asked.annotations())))
            .remarking(CLIENT);
    return verified ? edge.remarking(NAME).withBundle(BundleSecret.HAPROXY) : edge;
  }
}
