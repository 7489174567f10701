package dev.privateregistry.operator.api.v1alpha1;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keys of config.yml that a user sets beside those of the operator. Maps are merged, everything
 * else replaces what the operator wrote, null takes it away. Keys by which operator and registry
 * understand each other are not for the user.
 *
 * @param keys the content of {@code spec.config}
 */
public record ConfigOverlay(Map<String, Object> keys) {

  /** What the operator keeps, and where its user says it instead. */
  private static final Map<String, String> KEPT =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("version", "leave it out"),
              Map.entry("storage.filesystem", "use spec.storage"),
              Map.entry("storage.maintenance.readonly", "use spec.maintenance.readOnly"),
              Map.entry("http.addr", "use spec.exposure.service.port"),
              Map.entry("http.net", "leave it out"),
              Map.entry("http.prefix", "leave it out, the probes and clients use /v2/"),
              Map.entry("http.secret", "leave it out, the operator generates one"),
              Map.entry("http.tls", "use spec.tls"),
              Map.entry("http.debug", "leave it out, the operator asks there"),
              Map.entry("auth", "use spec.auth"),
              Map.entry("access.file", "use spec.auth.users[].access"),
              Map.entry("access.rules", "use spec.auth.users[].access"),
              Map.entry("access.groups", "use spec.auth.users[].access"),
              Map.entry("access.anonymous", "use spec.auth.anonymousPull")));

  /** Every storage driver; there can only be the one of the operator. */
  private static final List<String> DRIVERS =
      List.of("inmemory", "s3", "s3aws", "gcs", "azure", "swift", "oss");

  public ConfigOverlay {
    keys = keys == null ? Map.of() : new LinkedHashMap<>(keys);
  }

  /** What is wrong with it: each problem names a field and the remedy. */
  public List<String> problems() {
    Map<String, String> kept = new TreeMap<>(KEPT);
    DRIVERS.forEach(driver -> kept.put("storage." + driver, "use spec.storage"));
    return kept.entrySet().stream()
        .filter(entry -> holds(entry.getKey()))
        .map(
            entry ->
                "spec.config."
                    + entry.getKey()
                    + ": the operator sets this key: remove it from spec.config, "
                    + entry.getValue())
        .toList();
  }

  private boolean holds(String path) {
    Object found = keys;
    for (String name : path.split("\\.", -1)) {
      if (!(found instanceof Map<?, ?> map) || !map.containsKey(name)) {
        return false;
      }
      found = map.get(name);
    }
    return true;
  }

  /** The keys of the operator with these on top. */
  public Map<String, Object> over(Map<String, Object> base) {
    return merged(base, keys);
  }

  private static Map<String, Object> merged(Map<?, ?> base, Map<?, ?> top) {
    Map<String, Object> result = new LinkedHashMap<>();
    base.forEach((name, value) -> result.put(String.valueOf(name), value));
    top.forEach(
        (name, value) ->
            result.compute(
                String.valueOf(name),
                (key, below) -> below == null ? value : together(below, value)));
    return result;
  }

  private static @Nullable Object together(Object below, @Nullable Object above) {
    return below instanceof Map<?, ?> base && above instanceof Map<?, ?> top
        ? merged(base, top)
        : above;
  }
}
