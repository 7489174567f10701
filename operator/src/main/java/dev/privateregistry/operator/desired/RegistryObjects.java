package dev.privateregistry.operator.desired;

import dev.privateregistry.operator.api.v1alpha1.DeletionPolicy;
import dev.privateregistry.operator.api.v1alpha1.ExposureSpec.IngressSpec;
import dev.privateregistry.operator.api.v1alpha1.FilesystemSpec;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistrySpec;
import dev.privateregistry.operator.api.v1alpha1.StorageSpec;
import dev.privateregistry.operator.exposure.NginxIngress;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
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
    Owner owner = new Owner(resource);
    boolean tls = spec.tls().disabled() == null;
    ConfigYaml config = new ConfigYaml(tls, spec.auth().anonymousPull());
    List<HasMetadata> objects = new ArrayList<>();
    objects.add(RegistryServiceAccount.of(owner));
    String claim = spec.storage().filesystem().existingClaim();
    if (claim == null) {
      objects.add(claim(owner, spec.storage()));
    }
    objects.add(RegistryConfigMap.of(owner, config));
    objects.add(
        RegistryDeployment.of(
            owner,
            spec.image() == null ? image : spec.image(),
            config,
            certificateSecret(owner, spec),
            claim == null ? owner.names().registry() : claim));
    objects.add(
        RegistryService.of(
            owner, spec.exposure().service().type().name(), spec.exposure().service().port()));
    IngressSpec ingress = spec.exposure().ingress();
    if (ingress != null) {
      objects.add(ingress(owner, spec, ingress));
    }
    return objects;
  }

  private static HasMetadata claim(Owner owner, StorageSpec storage) {
    FilesystemSpec filesystem = storage.filesystem();
    return RegistryVolumeClaim.of(
        owner,
        filesystem.size(),
        filesystem.storageClassName(),
        filesystem.accessModes().stream().map(Enum::name).toList(),
        storage.deletionPolicy() == DeletionPolicy.Retain);
  }

  private static Ingress ingress(Owner owner, PrivateRegistrySpec spec, IngressSpec ingress) {
    boolean selfSigned = spec.tls().secret() == null;
    NginxIngress.Tls tls =
        spec.tls().disabled() == null
            ? new NginxIngress.Tls(certificateSecret(owner, spec), selfSigned)
            : null;
    String host =
        spec.host() == null ? owner.name() + "." + owner.namespace() + ".svc" : spec.host();
    return new NginxIngress(
            host, ingress.className(), ingress.redirectHttp(), tls, ingress.annotations())
        .toObject(owner.owned(owner.names().registry()), Ports.REGISTRY_NAME);
  }

  private static String certificateSecret(Owner owner, PrivateRegistrySpec spec) {
    return spec.tls().secret() == null
        ? owner.names().certificate()
        : spec.tls().secret().secretRef().name();
  }
}
