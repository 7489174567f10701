package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.api.v1alpha1.Ownership;
import dev.privateregistry.operator.decide.Children.SecretContent;
import dev.privateregistry.operator.exposure.BundleSecret;
import dev.privateregistry.operator.exposure.Edge;
import dev.privateregistry.operator.exposure.Edges;
import dev.privateregistry.operator.exposure.Route.ServicePort;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How the registry is reached: its Service, and what is asked for around it. */
final class Exposure {

  static final String CONDITION = "Exposed";

  private final Snapshot snapshot;
  private final Concern concern;
  private final Declared declared;

  private Exposure(Snapshot snapshot) {
    this.snapshot = snapshot;
    this.concern = new Concern(CONDITION, snapshot.now());
    this.declared = new Declared(snapshot, concern);
  }

  /** Whether an object is decided on here. */
  static boolean concerns(HasMetadata object) {
    return object instanceof Service
        || object instanceof Ingress
        || object instanceof NetworkPolicy
        || object instanceof GenericKubernetesResource;
  }

  /**
   * Decides.
   *
   * @param objects what the spec asks for and {@link #concerns} this
   * @param bundled whether a CA bundle is published for the certificate of the pods
   */
  static Concern decide(Snapshot snapshot, List<HasMetadata> objects, boolean bundled) {
    return new Exposure(snapshot).decide(objects, bundled);
  }

  private Concern decide(List<HasMetadata> objects, boolean bundled) {
    Edge edge = edge(objects, bundled);
    for (BundleSecret form : BundleSecret.values()) {
      bundle(form, edge.bundles().contains(form));
    }
    for (HasMetadata object : objects) {
      declared.apply(
          isFront(object) ? annotated((Service) object, edge.serviceAnnotations()) : object);
    }
    edge.objects().forEach(declared::apply);
    edge.objects().forEach(this::reportOf);
    concern.report(
        true,
        edge.remarks().isEmpty() ? "Exposed" : "ExposedWithLimits",
        String.join("; ", edge.remarks()));
    return concern;
  }

  private Edge edge(List<HasMetadata> objects, boolean bundled) {
    Optional<ServicePort> port =
        objects.stream()
            .filter(this::isFront)
            .flatMap(service -> ((Service) service).getSpec().getPorts().stream())
            .map(it -> new ServicePort(it.getName(), it.getPort()))
            .findFirst();
    if (port.isEmpty()) {
      return Edge.NONE;
    }
    return switch (Edges.of(snapshot.resource(), port.get(), bundled, snapshot.surroundings())) {
      case Edges.Known(Edge edge) -> edge;
      case Edges.Unclear(String problem) -> {
        concern.stall(problem);
        yield Edge.NONE;
      }
    };
  }

  /** Whether an object is the Service that clients use. */
  private boolean isFront(HasMetadata object) {
    return object instanceof Service
        && object.getMetadata().getName().equals(ChildNames.of(snapshot.resource()).registry());
  }

  private static Service annotated(Service service, Map<String, String> annotations) {
    return annotations.isEmpty()
        ? service
        : new ServiceBuilder(service)
            .editMetadata()
            .addToAnnotations(annotations)
            .endMetadata()
            .build();
  }

  /** What the controller says of an object that exists. */
  private void reportOf(HasMetadata wanted) {
    snapshot
        .objects()
        .like(wanted)
        .filter(object -> Ownership.owns(snapshot.resource(), object))
        .filter(GenericKubernetesResource.class::isInstance)
        .map(GenericKubernetesResource.class::cast)
        .flatMap(ControllerAnswer::problem)
        .ifPresent(problem -> concern.report(false, problem.reason(), problem.message()));
  }

  /** The published CA bundle in another form; it follows the ConfigMap, old and new CA alike. */
  private void bundle(BundleSecret form, boolean wanted) {
    Children children = new Children(snapshot);
    ChildNames names = ChildNames.of(snapshot.resource());
    String name = form.name(names);
    Optional<Secret> secret = children.secret(name);
    Optional<String> published = published(children.configMap(names.trust()));
    if (!wanted) {
      secret
          .filter(it -> concern.stalled().isEmpty() && !children.foreign(secret))
          .ifPresent(it -> concern.write(new Write.Delete(it)));
    } else if (children.foreign(secret)) {
      concern.stall(Children.foreignMessage(secret.orElseThrow()));
    } else if (published.isPresent()) {
      SecretContent content =
          new SecretContent(form.type(), Map.of(form.key(), published.get()), Map.of());
      if (!children.holds(secret, content, Set.of())) {
        concern.write(children.put(secret, name, content));
      }
    }
  }

  private Optional<String> published(Optional<ConfigMap> trust) {
    return trust
        .filter(map -> Ownership.owns(snapshot.resource(), map))
        .flatMap(map -> Optional.ofNullable(map.getData()))
        .flatMap(data -> Optional.ofNullable(data.get(Handover.BUNDLE)));
  }
}
