package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.api.surroundings.OptionalKind;
import dev.privateregistry.operator.api.v1alpha1.Ownership;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.Optional;

/** Objects that follow from the spec: applied as they shall be, unless they are somebody else's. */
final class Declared {

  private final Snapshot snapshot;
  private final Concern concern;

  Declared(Snapshot snapshot, Concern concern) {
    this.snapshot = snapshot;
    this.concern = concern;
  }

  /**
   * Applies one object. When the cluster does not have its kind, the concern's condition says so
   * and all else goes on.
   */
  void apply(HasMetadata desired) {
    concern.want(desired);
    Optional<OptionalKind> missing =
        OptionalKind.of(desired).filter(kind -> !snapshot.surroundings().have(kind));
    if (missing.isPresent()) {
      concern.report(false, "KindMissing", missing.get().missing());
      return;
    }
    Optional<HasMetadata> existing = snapshot.objects().like(desired);
    if (existing.isPresent() && !Ownership.owns(snapshot.resource(), existing.get())) {
      concern.stall(Children.foreignMessage(existing.get()));
      return;
    }
    Write write = new Write.Apply(fitted(desired, existing));
    if (desired instanceof PersistentVolumeClaim && existing.isPresent()) {
      concern.writeLast(write);
    } else {
      concern.write(write);
    }
  }

  /**
   * A volume claim that exists can only grow, and that only when it is bound; all else of it stays
   * as it was created.
   */
  private static HasMetadata fitted(HasMetadata desired, Optional<HasMetadata> existing) {
    if (!(desired instanceof PersistentVolumeClaim wanted
        && existing.orElse(null) instanceof PersistentVolumeClaim live
        && live.getSpec() != null)) {
      return desired;
    }
    return new PersistentVolumeClaimBuilder(wanted)
        .editOrNewSpec()
        .withStorageClassName(live.getSpec().getStorageClassName())
        .withAccessModes(live.getSpec().getAccessModes())
        .editOrNewResources()
        .addToRequests(
            Map.of("storage", isBound(live) ? larger(size(wanted), size(live)) : size(live)))
        .endResources()
        .endSpec()
        .build();
  }

  static boolean isBound(PersistentVolumeClaim claim) {
    return claim.getStatus() != null && "Bound".equals(claim.getStatus().getPhase());
  }

  /** What the claim asks for; nothing when it does not say. */
  static Quantity size(PersistentVolumeClaim claim) {
    Quantity none = new Quantity("0");
    if (claim.getSpec() == null
        || claim.getSpec().getResources() == null
        || claim.getSpec().getResources().getRequests() == null) {
      return none;
    }
    return claim.getSpec().getResources().getRequests().getOrDefault("storage", none);
  }

  private static Quantity larger(Quantity one, Quantity other) {
    return one.getNumericalAmount().compareTo(other.getNumericalAmount()) >= 0 ? one : other;
  }
}
