package dev.privateregistry.registry.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** From the text of config.yml and the environment to a {@link Configuration}. */
public final class ConfigReader {
  /** Keys of {@code storage} that are not drivers. */
  private static final Set<String> STORAGE_OPTIONS =
      Set.of("cache", "delete", "maintenance", "redirect", "tag");

  private static final Duration SHORTEST_PURGE_AGE = Duration.ofMinutes(1);

  private final Problems problems = new Problems();
  private final Values values;

  private ConfigReader(ConfigNode.Mapping file, Map<String, String> environment) {
    ConfigNode.Mapping overridden = new Environment(environment, problems).apply(named(file));
    ConfigNode.Mapping root = named(overridden);
    new KeyCheck(problems).check(root);
    values = new Values(root, problems);
  }

  /**
   * A configuration and what a person should be told about it.
   *
   * @param warnings what was accepted without effect
   */
  public record Result(Configuration configuration, List<String> warnings) {}

  /**
   * Reads a configuration.
   *
   * @param text the file's content
   * @param environment every variable of the process
   * @throws ConfigException naming every problem
   */
  public static Result read(String text, Map<String, String> environment) {
    ConfigNode node;
    try {
      node = YamlText.parseFile(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(List.of(String.valueOf(e.getMessage())));
    }
    if (ConfigNode.isNothing(node)) {
      node = new ConfigNode.Mapping(Map.of(), "line 1");
    }
    if (!(node instanceof ConfigNode.Mapping mapping)) {
      throw new ConfigException(
          List.of(node.origin() + ": the file is " + node.kind() + "; write key: value lines"));
    }
    return new ConfigReader(mapping, environment).result();
  }

  private Result result() {
    values.require(Keys.VERSION, "0.1");
    Configuration configuration =
        new Configuration(log(), storage(), http(), health(), auth(), access(), api());
    problems.throwIfAny();
    return new Result(configuration, problems.warnings());
  }

  private LogConfig log() {
    return new LogConfig(
        values.get(Keys.LOG_LEVEL),
        values.get(Keys.LOG_FORMATTER),
        values.get(Keys.LOG_FIELDS),
        !values.get(Keys.ACCESS_LOG_DISABLED));
  }

  private StorageConfig storage() {
    values.get(Keys.BLOB_DESCRIPTOR_CACHE);
    return new StorageConfig(
        driver(), values.get(Keys.DELETE_ENABLED), values.get(Keys.READ_ONLY), uploadPurge());
  }

  private Optional<StorageConfig.UploadPurge> uploadPurge() {
    boolean enabled = values.get(MaintenanceKeys.PURGE_ENABLED);
    Duration age = values.get(MaintenanceKeys.PURGE_AGE);
    Duration interval = values.get(MaintenanceKeys.PURGE_INTERVAL);
    boolean dryRun = values.get(MaintenanceKeys.PURGE_DRY_RUN);
    if (age.compareTo(SHORTEST_PURGE_AGE) < 0) {
      problems.error(
          MaintenanceKeys.PURGE_AGE.path()
              + " must be at least 1m: clients pause between two requests of one upload");
    }
    if (interval.isZero()) {
      problems.error(
          MaintenanceKeys.PURGE_INTERVAL.path()
              + " must be longer than nothing; write it like 24h, or set "
              + MaintenanceKeys.PURGE_ENABLED.path()
              + ": false");
    }
    return enabled
        ? Optional.of(new StorageConfig.UploadPurge(age, interval, dryRun))
        : Optional.empty();
  }

  private StorageConfig.Driver driver() {
    List<String> drivers =
        values.find("storage") instanceof ConfigNode.Mapping storage
            ? storage.entries().keySet().stream()
                .filter(name -> !STORAGE_OPTIONS.contains(name))
                .toList()
            : List.of();
    if (drivers.isEmpty()) {
      problems.error("storage names no driver; add storage.filesystem.rootdirectory");
    } else if (drivers.size() > 1) {
      problems.error(
          "storage names %d drivers, %s; keep one"
              .formatted(drivers.size(), String.join(" and ", drivers)));
    }
    Path root = values.get(Keys.FILESYSTEM_ROOT);
    return drivers.contains("inmemory")
        ? new StorageConfig.InMemory()
        : new StorageConfig.Filesystem(root);
  }

  private HttpConfig http() {
    values.get(Keys.HTTP_NET);
    return new HttpConfig(
        values.get(Keys.HTTP_ADDRESS),
        values.get(Keys.HTTP_HOST),
        values.get(Keys.RELATIVE_URLS),
        values.get(Keys.HTTP_SECRET),
        values.get(Keys.DRAIN_TIMEOUT),
        values.get(Keys.HTTP_HEADERS),
        tls(),
        debug(),
        !values.get(Keys.HTTP2_DISABLED));
  }

  private Optional<HttpConfig.Tls> tls() {
    Optional<Path> certificate = values.get(Keys.TLS_CERTIFICATE);
    Optional<Path> key = values.get(Keys.TLS_KEY);
    HttpConfig.MinimumTls minimum = values.get(Keys.TLS_MINIMUM);
    if (certificate.isPresent() != key.isPresent()) {
      Key<?> missing = certificate.isPresent() ? Keys.TLS_KEY : Keys.TLS_CERTIFICATE;
      Key<?> given = certificate.isPresent() ? Keys.TLS_CERTIFICATE : Keys.TLS_KEY;
      problems.error(missing.path() + " is missing; TLS needs it beside " + given.path());
    }
    return certificate.flatMap(
        chain -> key.map(privateKey -> new HttpConfig.Tls(chain, privateKey, minimum)));
  }

  private Optional<HttpConfig.Debug> debug() {
    boolean metrics = values.get(Keys.PROMETHEUS_ENABLED);
    String path = values.get(Keys.PROMETHEUS_PATH);
    if (!path.startsWith("/")) {
      problems.error(Keys.PROMETHEUS_PATH.path() + ": '" + path + "' does not start with a slash");
    }
    return values
        .get(Keys.DEBUG_ADDRESS)
        .map(
            address ->
                new HttpConfig.Debug(address, metrics ? Optional.of(path) : Optional.empty()));
  }

  private HealthConfig health() {
    var interval = values.get(Keys.STORAGE_HEALTH_INTERVAL);
    return new HealthConfig(
        values.get(Keys.STORAGE_HEALTH),
        interval.isZero() ? Duration.ofSeconds(10) : interval,
        values.get(Keys.STORAGE_HEALTH_THRESHOLD));
  }

  private AuthConfig auth() {
    if (!(values.find("auth") instanceof ConfigNode.Mapping auth)
        || !auth.entries().containsKey("htpasswd")) {
      return new AuthConfig.None();
    }
    String realm = values.require(Keys.HTPASSWD_REALM, "registry");
    if (realm.isEmpty()
        || !realm.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '"' && c != '\\')) {
      problems.error(
          Keys.HTPASSWD_REALM.path() + " must be printable ASCII without quotes or backslashes");
    }
    return new AuthConfig.Htpasswd(realm, values.require(Keys.HTPASSWD_PATH, Path.of("htpasswd")));
  }

  private AccessConfig access() {
    boolean anonymousPull = !values.get(Keys.ANONYMOUS).isEmpty();
    if (anonymousPull && !(values.find("auth.htpasswd") instanceof ConfigNode.Mapping)) {
      problems.error(
          Keys.ANONYMOUS.path()
              + " has no meaning without auth.htpasswd: everybody may do everything; add"
              + " auth.htpasswd or remove it");
    }
    return new AccessConfig(anonymousPull);
  }

  private ApiConfig api() {
    return new ApiConfig(
        values.get(Keys.CATALOG_ENTRIES),
        values.get(Keys.MAX_TAGS),
        values.get(Keys.INDEX_PLATFORMS).equals("all"),
        values.get(Keys.IMAGE_LAYERS).equals("all"));
  }

  /** {@code storage: filesystem} and {@code auth: htpasswd} are short for an empty section. */
  private static ConfigNode.Mapping named(ConfigNode.Mapping root) {
    ConfigNode.Mapping result = root;
    for (String section : List.of("storage", "auth")) {
      if (root.get(section) instanceof ConfigNode.Scalar name
          && name.tag() == ConfigNode.Scalar.Tag.OTHER
          && !name.text().equals("none")) {
        Map<String, ConfigNode> driver = new LinkedHashMap<>();
        driver.put(name.text(), new ConfigNode.Mapping(Map.of(), name.origin()));
        result = result.with(section, new ConfigNode.Mapping(driver, name.origin()));
      }
    }
    return result;
  }
}
