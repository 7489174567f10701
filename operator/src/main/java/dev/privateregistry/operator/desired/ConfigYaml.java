package dev.privateregistry.operator.desired;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.privateregistry.operator.api.v1alpha1.AuthSpec;
import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.api.v1alpha1.ConfigOverlay;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The config.yml of a registry pod. It holds no secret: {@code http.secret} reaches the registry as
 * the environment variable {@code REGISTRY_HTTP_SECRET}.
 *
 * @param tls whether the registry serves https
 * @param auth who may do what
 * @param readOnly whether every change is refused
 * @param overlay what the user sets on top
 */
public record ConfigYaml(boolean tls, AuthSpec auth, boolean readOnly, ConfigOverlay overlay) {
  /** The name of the file, in the ConfigMap and in the container. */
  public static final String FILE = ChildNames.CONFIG_FILE;

  static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .build();

  /** The text of the file; the same text for the same components. */
  public String text() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("version", 0.1);
    config.put("log", ordered("level", "info", "formatter", "text"));
    config.put("storage", storage());
    config.put("http", http());
    config.put(
        "auth",
        Map.of(
            "htpasswd", ordered("realm", "private-registry", "path", Mounts.AUTH + "/htpasswd")));
    if (new AccessYaml(auth).isNeeded()) {
      config.put("access", Map.of("file", Mounts.CONFIG + "/" + AccessYaml.FILE));
    } else if (auth.anonymousPull()) {
      config.put("access", Map.of("anonymous", List.of("pull")));
    }
    config.put(
        "health",
        Map.of("storagedriver", ordered("enabled", true, "interval", "10s", "threshold", 3)));
    try {
      return YAML.writeValueAsString(overlay.over(config));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("config.yml cannot be written", e);
    }
  }

  /** SHA-256 of the text in hexadecimal; a registry pod reports the same for what it has loaded. */
  public String fingerprint() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private Map<String, Object> storage() {
    Map<String, Object> storage =
        ordered(
            "filesystem",
            Map.of("rootdirectory", Mounts.DATA),
            "cache",
            Map.of("blobdescriptor", "inmemory"),
            "delete",
            Map.of("enabled", true));
    if (readOnly) {
      storage.put("maintenance", Map.of("readonly", Map.of("enabled", true)));
    }
    return storage;
  }

  private Map<String, Object> http() {
    Map<String, Object> http = new LinkedHashMap<>();
    http.put("addr", ":" + Ports.REGISTRY);
    http.put("relativeurls", true);
    http.put("draintimeout", RegistryDeployment.DRAIN.toSeconds() + "s");
    http.put("headers", Map.of("X-Content-Type-Options", List.of("nosniff")));
    if (tls) {
      http.put(
          "tls", ordered("certificate", Mounts.TLS + "/tls.crt", "key", Mounts.TLS + "/tls.key"));
    }
    http.put(
        "debug",
        ordered(
            "addr", ":" + Ports.DEBUG, "prometheus", ordered("enabled", true, "path", "/metrics")));
    return http;
  }

  private static Map<String, Object> ordered(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
