package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.api.v1alpha1.Ownership;
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
    return object instanceof Service || isOptional(object);
  }

  /** Whether an object is there only while the spec asks for it. */
  private static boolean isOptional(HasMetadata object) {
    return object instanceof Ingress || object instanceof NetworkPolicy;
  }

  /** Decides on the objects that the spec asks for; what it asks for no more is deleted. */
  static Concern decide(Snapshot snapshot, List<HasMetadata> objects) {
    Concern concern = new Concern(CONDITION, snapshot.now());
    Declared declared = new Declared(snapshot, concern);
    objects.forEach(declared::apply);
    snapshot
        .objects()
        .all()
        .filter(Exposure::isOptional)
        .filter(object -> Ownership.owns(snapshot.resource(), object))
        .filter(object -> objects.stream().noneMatch(wanted -> same(wanted, object)))
        .forEach(object -> concern.write(new Write.Delete(object)));
    concern.report(true, "Exposed", "");
    return concern;
  }

  private static boolean same(HasMetadata wanted, HasMetadata object) {
    return wanted.getClass() == object.getClass()
        && wanted.getMetadata().getName().equals(object.getMetadata().getName());
  }
}
