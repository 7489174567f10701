package dev.privateregistry.operator.desired;

import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.api.v1alpha1.Ownership;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Map;
import java.util.TreeMap;

/** The ConfigMap that holds config.yml, and the rules for users when there are any. */
public final class RegistryConfigMap {
  private RegistryConfigMap() {}

  public static ConfigMap of(PrivateRegistry resource, ConfigYaml config) {
    Map<String, String> files = new TreeMap<>(Map.of(ConfigYaml.FILE, config.text()));
    AccessYaml access = new AccessYaml(config.auth());
    if (access.isNeeded()) {
      files.put(AccessYaml.FILE, access.text());
    }
    return new ConfigMapBuilder()
        .withMetadata(Ownership.metadata(resource, ChildNames.of(resource).config()))
        .withData(files)
        .build();
  }
}
