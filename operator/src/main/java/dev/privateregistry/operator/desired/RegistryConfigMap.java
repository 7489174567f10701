package dev.privateregistry.operator.desired;

import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.api.v1alpha1.Ownership;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Map;

/** The ConfigMap that holds config.yml. */
public final class RegistryConfigMap {
  private RegistryConfigMap() {}

  public static ConfigMap of(PrivateRegistry resource, ConfigYaml config) {
    return new ConfigMapBuilder()
        .withMetadata(Ownership.metadata(resource, ChildNames.of(resource).config()))
        .withData(Map.of(ConfigYaml.FILE, config.text()))
        .build();
  }
}
