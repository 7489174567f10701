package dev.privateregistry.operator.exposure;

import dev.privateregistry.operator.api.surroundings.OptionalKind;
import dev.privateregistry.operator.api.surroundings.Surroundings;
import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.api.v1alpha1.ExposureSpec.IngressSpec;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Traefik, with its usual entry points {@code web} and {@code websecure}. A router serves either
 * http or https, so there are two Ingresses; a body is neither limited nor buffered.
 */
record Traefik() implements IngressProfile {
  private static final String PREFIX = "traefik.ingress.kubernetes.io/";
  private static final String TIMEOUTS =
      "Traefik ends an upload after 60 s unless its entry point says otherwise: run it with"
          + " --entryPoints.websecure.transport.respondingTimeouts.readTimeout=0";
  private static final String NO_REDIRECT =
      "http is not redirected, as the cluster has no Middleware (traefik.io/v1alpha1): install"
          + " Traefik's own kinds, or redirect at its entry point";
  private static final String NO_TRANSPORT =
      "Traefik verifies the pods' certificate by the CAs it has itself, as the cluster has no"
          + " ServersTransport (traefik.io/v1alpha1): install Traefik's own kinds";

  @Override
  public Edge edge(Route route, IngressSpec asked, Surroundings surroundings) {
    if (route.tls() == null) {
      return Edge.of(main(route, asked, entryPoints("web"))).remarking(TIMEOUTS);
    }
    Edge edge =
        Edge.of(main(route, asked, entryPoints("websecure").put("router.tls", "true")))
            .onService(PREFIX + "service.serversscheme", "https")
            .remarking(TIMEOUTS)
            .and(toPods(route, route.tls(), surroundings));
    if (!asked.redirectHttp()) {
      return edge.with(plain(route, asked, entryPoints("web")));
    }
    if (!surroundings.have(OptionalKind.TRAEFIK_MIDDLEWARE)) {
      return edge.remarking(NO_REDIRECT);
    }
    return edge.with(redirect(route))
        .with(plain(route, asked, entryPoints("web").put("router.middlewares", reference(route))));
  }

  private static Annotations entryPoints(String names) {
    return new Annotations(PREFIX).put("router.entrypoints", names);
  }

  private static Ingress main(Route route, IngressSpec asked, Annotations annotations) {
    return IngressProfile.ingress(
        route, asked, route.annotated(annotations.toMap(), asked.annotations()));
  }

  /** For http; without TLS, and without what the user says of the one for https. */
  private static Ingress plain(Route route, IngressSpec asked, Annotations annotations) {
    ObjectMetaBuilder metadata =
        new ObjectMetaBuilder(route.named(new ChildNames(route.service()).plain()))
            .withAnnotations(annotations.toMap());
    return new IngressBuilder(IngressProfile.ingress(route, asked, metadata.build()))
        .editSpec()
        .withTls(List.of())
        .endSpec()
        .build();
  }

  private static Edge toPods(Route route, Route.Tls tls, Surroundings surroundings) {
    if (!surroundings.have(OptionalKind.TRAEFIK_SERVERS_TRANSPORT)) {
      return Edge.NONE.remarking(NO_TRANSPORT);
    }
    return Edge.of(transport(route, tls))
        .onService(PREFIX + "service.serverstransport", reference(route));
  }

  private static GenericKubernetesResource transport(Route route, Route.Tls tls) {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("serverName", route.host());
    if (tls.bundle() != null) {
      spec.put("rootCAs", List.of(Map.of("configMap", tls.bundle())));
    }
    return OptionalKind.TRAEFIK_SERVERS_TRANSPORT.object(route.metadata(), spec);
  }

  private static GenericKubernetesResource redirect(Route route) {
    return OptionalKind.TRAEFIK_MIDDLEWARE.object(
        route.metadata(), Map.of("redirectScheme", Map.of("scheme", "https", "permanent", true)));
  }

  /** How annotations name an object of Traefik's own kinds. */
  private static String reference(Route route) {
    return route.namespace() + "-" + route.service() + "@kubernetescrd";
  }
}
