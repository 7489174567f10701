package dev.privateregistry.operator.exposure;

import dev.privateregistry.operator.api.surroundings.Surroundings;
import dev.privateregistry.operator.api.v1alpha1.ExposureSpec.IngressSpec;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLSBuilder;
import java.util.List;

/** What one ingress controller needs to serve a registry. Stateless. */
sealed interface IngressProfile
    permits IngressNginx,
        F5Nginx,
        Traefik,
        HaproxyTech,
        HaproxyIngress,
        Contour,
        UnknownController {

  /**
   * Sets up the way.
   *
   * @param asked what the spec says of the Ingress; its annotations win over the profile's
   * @param surroundings which kinds can be used
   */
  Edge edge(Route route, IngressSpec asked, Surroundings surroundings);

  /** An Ingress that passes all paths of the host on, with TLS at the edge when there is any. */
  static Ingress ingress(Route route, IngressSpec asked, ObjectMeta metadata) {
    return new IngressBuilder()
        .withMetadata(metadata)
        .withNewSpec()
        .withIngressClassName(asked.className())
        .withTls(served(route))
        .addNewRule()
        .withHost(route.host())
        .withNewHttp()
        .addNewPath()
        .withPath("/")
        .withPathType("Prefix")
        .withNewBackend()
        .withNewService()
        .withName(route.service())
        .withNewPort()
        .withName(route.port().name())
        .endPort()
        .endService()
        .endBackend()
        .endPath()
        .endHttp()
        .endRule()
        .endSpec()
        .build();
  }

  private static List<IngressTLS> served(Route route) {
    Route.Tls tls = route.tls();
    return tls == null
        ? List.of()
        : List.of(
            new IngressTLSBuilder().withHosts(route.host()).withSecretName(tls.secret()).build());
  }
}
