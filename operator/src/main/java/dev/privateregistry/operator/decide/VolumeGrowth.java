package dev.privateregistry.operator.decide;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimStatus;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Optional;

/**
 * A volume claim on its way to the size that is asked for. The registry serves meanwhile.
 *
 * @param claim the claim as it is
 * @param wanted the size that is asked for
 */
record VolumeGrowth(PersistentVolumeClaim claim, Quantity wanted) {

  /** The growth that is under way or to come; empty when the claim is as large as it shall be. */
  static Optional<VolumeGrowth> of(Snapshot snapshot, List<HasMetadata> objects) {
    return objects.stream()
        .filter(PersistentVolumeClaim.class::isInstance)
        .map(PersistentVolumeClaim.class::cast)
        .flatMap(
            desired ->
                snapshot
                    .objects()
                    .find(PersistentVolumeClaim.class, desired.getMetadata().getName())
                    .map(live -> new VolumeGrowth(live, Declared.size(desired)))
                    .stream())
        .filter(VolumeGrowth::isNeeded)
        .findFirst();
  }

  private boolean isNeeded() {
    return larger(wanted, Declared.size(claim))
        || (Declared.isBound(claim) && larger(Declared.size(claim), capacity()));
  }

  /** Says where it stands, unless there is something worse to say. */
  void report(Concern concern) {
    String name = "PersistentVolumeClaim " + claim.getMetadata().getName();
    if (!Declared.isBound(claim)) {
      concern.report(false, "ClaimPending", name + " has no volume yet" + trouble());
    } else {
      concern.report(
          true, "ClaimGrows", name + " grows from " + capacity() + " to " + wanted + trouble());
    }
  }

  /** What the storage says of it. */
  private String trouble() {
    return Optional.ofNullable(claim.getStatus()).stream()
        .flatMap(status -> status.getConditions().stream())
        .filter(condition -> "True".equals(condition.getStatus()))
        .map(condition -> ": " + condition.getType() + " " + condition.getMessage())
        .findFirst()
        .orElse("");
  }

  private Quantity capacity() {
    return Optional.ofNullable(claim.getStatus())
        .map(PersistentVolumeClaimStatus::getCapacity)
        .map(capacity -> capacity.get("storage"))
        .orElse(new Quantity("0"));
  }

  private static boolean larger(Quantity one, Quantity other) {
    return one.getNumericalAmount().compareTo(other.getNumericalAmount()) > 0;
  }
}
