package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.api.v1alpha1.Ownership;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.List;

/** How the registry is reached: its Service, and its Ingress when one is asked for. */
final class Exposure {

  static final String CONDITION = "Exposed";

  private Exposure() {}

  /** Whether an object is decided on here. */
  static boolean concerns(HasMetadata object) {
    return object instanceof Service || object instanceof Ingress;
  }

  /** Decides on the objects that the spec asks for; an Ingress it asks for no more is deleted. */
  static Concern decide(Snapshot snapshot, List<HasMetadata> objects) {
    Concern concern = new Concern(CONDITION, snapshot.now());
    Declared declared = new Declared(snapshot, concern);
    objects.forEach(declared::apply);
    snapshot
        .objects()
        .all(Ingress.class)
        .filter(ingress -> Ownership.owns(snapshot.resource(), ingress))
        .filter(ingress -> objects.stream().noneMatch(wanted -> same(wanted, ingress)))
        .forEach(ingress -> concern.write(new Write.Delete(ingress)));
    concern.report(true, "Exposed", "");
    return concern;
  }

  private static boolean same(HasMetadata wanted, Ingress ingress) {
    return wanted instanceof Ingress
        && wanted.getMetadata().getName().equals(ingress.getMetadata().getName());
  }
}
