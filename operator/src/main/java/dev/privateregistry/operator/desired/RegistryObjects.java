package dev.privateregistry.operator.desired;

import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.api.v1alpha1.ConfigOverlay;
import dev.privateregistry.operator.api.v1alpha1.DeletionPolicy;
import dev.privateregistry.operator.api.v1alpha1.FilesystemSpec;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistrySpec;
import dev.privateregistry.operator.api.v1alpha1.StorageSpec;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The objects that follow from a resource alone, in the order in which they are written. Secrets
 * and the ConfigMap with the CA hold state and are not among them.
 *
 * @param image the image of the registry where the resource names none
 */
public record RegistryObjects(String image) {

  public RegistryObjects {
    Objects.requireNonNull(image, "image");
  }

  public List<HasMetadata> of(PrivateRegistry resource) {
    PrivateRegistrySpec spec = resource.getSpec();
    boolean tls = spec.tls().disabled() == null;
    ConfigYaml config =
        new ConfigYaml(
            tls, spec.auth(), spec.maintenance().readOnly(), new ConfigOverlay(spec.config()));
    List<HasMetadata> objects = new ArrayList<>();
    objects.add(RegistryServiceAccount.of(resource));
    String claim = spec.storage().filesystem().existingClaim();
    if (claim == null) {
      objects.add(claim(resource, spec.storage()));
    }
    objects.add(RegistryConfigMap.of(resource, config));
    objects.add(
        RegistryDeployment.of(
            resource,
            spec.image() == null ? image : spec.image(),
            config,
            ChildNames.of(resource).certificate(),
            claim == null ? ChildNames.of(resource).registry() : claim));
    if (spec.replicas() > 1) {
      objects.add(RegistryDisruptionBudget.of(resource));
    }
    objects.add(
        RegistryService.of(
            resource, spec.exposure().service().type().name(), spec.exposure().service().port()));
    if (spec.networkPolicy().enabled()) {
      objects.add(RegistryNetworkPolicy.of(resource, spec.networkPolicy().metricsFrom()));
    }
    objects.addAll(RegistryMonitoring.of(resource));
    return objects;
  }

  private static HasMetadata claim(PrivateRegistry resource, StorageSpec storage) {
    FilesystemSpec filesystem = storage.filesystem();
    return RegistryVolumeClaim.of(
        resource,
        filesystem.size(),
        filesystem.storageClassName(),
        filesystem.accessModes().stream().map(Enum::name).toList(),
        storage.deletionPolicy() == DeletionPolicy.Retain);
  }
}
