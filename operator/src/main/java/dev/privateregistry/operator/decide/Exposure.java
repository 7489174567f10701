package dev.privateregistry.operator.decide;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.List;

/** How the registry is reached: its Service, and what is asked for around it. */
final class Exposure {

  static final String CONDITION = "Exposed";

  private Exposure() {}

  /** Whether an object is decided on here. */
  static boolean concerns(HasMetadata object) {
    return object instanceof Service
        || object instanceof Ingress
        || object instanceof NetworkPolicy
        || object instanceof GenericKubernetesResource;
  }

  /** Decides on the objects that the spec asks for. */
  static Concern decide(Snapshot snapshot, List<HasMetadata> objects) {
    Concern concern = new Concern(CONDITION, snapshot.now());
    Declared declared = new Declared(snapshot, concern);
    objects.forEach(declared::apply);
    concern.report(true, "Exposed", "");
    return concern;
  }
}
