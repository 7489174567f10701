package dev.privateregistry.operator.exposure;

import dev.privateregistry.operator.api.surroundings.Surroundings;
import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.api.v1alpha1.ExposureSpec;
import dev.privateregistry.operator.api.v1alpha1.ExposureSpec.IngressSpec;
import dev.privateregistry.operator.api.v1alpha1.Ownership;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistrySpec;
import dev.privateregistry.operator.api.v1alpha1.RegistryAddress;
import dev.privateregistry.operator.exposure.Route.ServicePort;
import org.jspecify.annotations.Nullable;

/** From a resource and its surroundings to what exposes it. */
public final class Edges {
  private Edges() {}

  /** What exposes a registry, or why that cannot be said. */
  public sealed interface Found {}

  /** The way is known. */
  public record Known(Edge edge) implements Found {}

  /**
   * Nothing can be said before the user mends the spec or the cluster.
   *
   * @param problem names the field and the remedy
   */
  public record Unclear(String problem) implements Found {}

  /**
   * What a resource asks for.
   *
   * @param port the port of its Service
   * @param bundled whether a CA bundle is published for its certificate
   */
  public static Found of(
      PrivateRegistry resource, ServicePort port, boolean bundled, Surroundings surroundings) {
    ExposureSpec asked = resource.getSpec().exposure();
    Route route = route(resource, port, bundled);
    Edge gateway = asked.gateway() == null ? Edge.NONE : GatewayRoutes.edge(route, asked.gateway());
    IngressSpec ingress = asked.ingress();
    if (ingress == null) {
      return new Known(gateway);
    }
    return switch (ControllerChoice.of(ingress, surroundings)) {
      case ControllerChoice.Chosen(IngressProfile profile) ->
          new Known(profile.edge(route, ingress, surroundings).and(unverified(route)).and(gateway));
      case ControllerChoice.None(String problem) -> new Unclear(problem);
    };
  }

  private static Edge unverified(Route route) {
    Route.Tls tls = route.tls();
    return tls == null || tls.bundle() != null
        ? Edge.NONE
        : Edge.NONE.remarking(
            "no CA is published by which an Ingress controller could verify the pods: when the"
                + " certificate is from a CA of your own, add ca.crt to the Secret that spec.tls"
                + " names");
  }

  private static Route route(PrivateRegistry resource, ServicePort port, boolean bundled) {
    PrivateRegistrySpec spec = resource.getSpec();
    ChildNames names = ChildNames.of(resource);
    return new Route(
        RegistryAddress.of(resource).host(),
        Ownership.metadata(resource, names.registry()),
        port,
        tls(spec, names, bundled));
  }

  private static Route.@Nullable Tls tls(
      PrivateRegistrySpec spec, ChildNames names, boolean bundled) {
    return spec.tls().disabled() == null
        ? new Route.Tls(names.certificate(), bundled ? names.trust() : null)
        : null;
  }
}
