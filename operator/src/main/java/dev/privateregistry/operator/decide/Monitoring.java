package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.api.surroundings.OptionalKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who watches the registry. A registry that nobody can watch serves all the same. */
final class Monitoring {

  static final String CONDITION = "Monitored";

  private static final Set<OptionalKind> KINDS =
      Set.of(OptionalKind.SERVICE_MONITOR, OptionalKind.PROMETHEUS_RULE);

  private Monitoring() {}

  /** Whether an object is decided on here. */
  static boolean concerns(HasMetadata object) {
    return OptionalKind.of(object).filter(KINDS::contains).isPresent();
  }

  /** Decides on the objects that the spec asks for; empty when it asks for none. */
  static Optional<Concern> decide(Snapshot snapshot, List<HasMetadata> objects) {
    List<HasMetadata> concerned = objects.stream().filter(Monitoring::concerns).toList();
    if (concerned.isEmpty()) {
      return Optional.empty();
    }
    Concern concern = Concern.aside(CONDITION, snapshot.now());
    Declared declared = new Declared(snapshot, concern);
    concerned.forEach(declared::apply);
    concern.report(true, CONDITION, "");
    return Optional.of(concern);
  }
}
