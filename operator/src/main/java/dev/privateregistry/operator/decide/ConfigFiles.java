package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.decide.PodReport.Loaded;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The configuration and the access rules that the pods shall have in force, by their fingerprints
 * as pods report them; null for a file that there shall not be.
 */
record ConfigFiles(@Nullable String config, @Nullable String accessRules) {

  /** What a resource's objects ask of its pods. */
  static ConfigFiles of(PrivateRegistry resource, List<HasMetadata> objects) {
    String name = ChildNames.of(resource).config();
    Map<String, String> files =
        objects.stream()
            .filter(ConfigMap.class::isInstance)
            .filter(object -> object.getMetadata().getName().equals(name))
            .findFirst()
            .map(object -> ((ConfigMap) object).getData())
            .orElse(Map.of());
    return new ConfigFiles(
        fingerprint(files.get(ChildNames.CONFIG_FILE)),
        fingerprint(files.get(ChildNames.ACCESS_FILE)));
  }

  /** Whether a pod follows these rules. */
  boolean rulesLoadedBy(Loaded loaded) {
    return Objects.equals(accessRules, loaded.files().accessRules());
  }

  /**
   * Whether a pod runs with this configuration, which it reads when it starts. One that does not
   * say is believed: the Deployment replaces it anyway.
   */
  boolean configLoadedBy(Loaded loaded) {
    String loadedConfig = loaded.files().config();
    return config == null || loadedConfig == null || config.equals(loadedConfig);
  }

  private static @Nullable String fingerprint(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
