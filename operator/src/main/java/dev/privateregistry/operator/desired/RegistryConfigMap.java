package dev.privateregistry.operator.desired;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Map;

/** The ConfigMap that holds config.yml. */
public final class RegistryConfigMap {
  private RegistryConfigMap() {}

  public static ConfigMap of(Owner owner, ConfigYaml config) {
    return new ConfigMapBuilder()
        .withMetadata(owner.owned(owner.names().config()))
        .withData(Map.of(ConfigYaml.FILE, config.text()))
        .build();
  }
}
