package dev.privateregistry.operator.desired;

import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.api.v1alpha1.Ownership;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The claim for the volume that holds the images. */
public final class RegistryVolumeClaim {
  private RegistryVolumeClaim() {}

  /**
   * @param storageClass null for the default class of the cluster
   * @param retain whether the images survive the deletion of the resource: a retained claim has no
   *     owner, so no garbage collector ever takes it
   */
  public static PersistentVolumeClaim of(
      PrivateRegistry resource,
      Quantity size,
      @Nullable String storageClass,
      List<String> accessModes,
      boolean retain) {
    String name = ChildNames.of(resource).registry();
    ObjectMeta metadata = Ownership.metadata(resource, name);
    if (retain) {
      metadata.setOwnerReferences(List.of());
    }
    return new PersistentVolumeClaimBuilder()
        .withMetadata(metadata)
        .withNewSpec()
        .withAccessModes(accessModes)
        .withVolumeMode("Filesystem")
        .withStorageClassName(storageClass)
        .withNewResources()
        .withRequests(Map.of("storage", CanonicalQuantity.of(size)))
        .endResources()
        .endSpec()
        .build();
  }
}
