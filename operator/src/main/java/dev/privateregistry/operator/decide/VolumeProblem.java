package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.api.v1alpha1.FilesystemSpec;
import dev.privateregistry.operator.api.v1alpha1.FilesystemSpec.AccessMode;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistrySpec;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.List;
import java.util.Optional;

/** Why the pods that the spec asks for could not run on the volume claim that is there. */
sealed interface VolumeProblem {

  /** In words, and what to do. */
  String message();

  /** The claim that the spec names does not exist. */
  record Missing(String claim) implements VolumeProblem {
    @Override
    public String message() {
      return "there is no PersistentVolumeClaim "
          + claim
          + ": create it, or name another one in spec.storage.filesystem.existingClaim; the pods"
          + " are left as they are until then";
    }
  }

  /** The claim lets only one node mount it, and more than one pod is asked for. */
  record NotShared(String claim, List<String> modes) implements VolumeProblem {
    @Override
    public String message() {
      return "PersistentVolumeClaim "
          + claim
          + " has the access modes "
          + modes
          + ", which cannot be changed, and several pods need ReadWriteMany: set spec.replicas to"
          + " 1 and leave spec.storage.filesystem.accessModes at what the claim has, or name a"
          + " claim with ReadWriteMany in spec.storage.filesystem.existingClaim; the pods are left"
          + " as they are until then";
    }
  }

  /** The problem with the claim that the spec leads to, if there is one. */
  static Optional<VolumeProblem> of(Snapshot snapshot) {
    PrivateRegistrySpec spec = snapshot.resource().getSpec();
    FilesystemSpec filesystem = spec.storage().filesystem();
    String existing = filesystem.existingClaim();
    String name = existing == null ? ChildNames.of(snapshot.resource()).registry() : existing;
    Optional<PersistentVolumeClaim> claim =
        snapshot.objects().find(PersistentVolumeClaim.class, name);
    if (claim.isEmpty()) {
      return existing == null ? Optional.empty() : Optional.of(new Missing(existing));
    }
    boolean shared =
        spec.replicas() > 1
            || (existing == null && filesystem.accessModes().contains(AccessMode.ReadWriteMany));
    List<String> modes =
        claim.get().getSpec() == null ? List.of() : claim.get().getSpec().getAccessModes();
    return shared && !modes.contains(AccessMode.ReadWriteMany.name())
        ? Optional.of(new NotShared(name, modes))
        : Optional.empty();
  }
}
