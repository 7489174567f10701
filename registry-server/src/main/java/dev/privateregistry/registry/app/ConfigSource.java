package dev.privateregistry.registry.app;

import dev.privateregistry.registry.config.ConfigException;
import dev.privateregistry.registry.config.ConfigReader;
import dev.privateregistry.registry.config.Configuration;
import dev.privateregistry.registry.reload.HotFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where the configuration comes from: the file named, else the one that {@code
 * REGISTRY_CONFIGURATION_PATH} names, else the usual places, else what distribution's image has
 * built in.
 *
 * @param name for messages
 */
@SuppressWarnings("ArrayRecordComponent")
record ConfigSource(String name, byte[] content) {
  static final List<Path> USUAL_PLACES =
      List.of(Path.of("/etc/distribution/config.yml"), Path.of("/etc/docker/registry/config.yml"));

  /** What the images of distribution come with. */
  private static final String BUILT_IN =
      """
      version: 0.1
      log:
        fields:
          service: registry
      storage:
        delete:
          enabled: true
        cache:
          blobdescriptor: inmemory
        filesystem:
          rootdirectory: /var/lib/registry
      http:
        addr: :5000
        debug:
          addr: :5001
          prometheus:
            enabled: true
            path: /metrics
      health:
        storagedriver:
          enabled: true
          interval: 10s
          threshold: 3
      """;

  /**
   * A configuration that was read.
   *
   * @param fingerprint SHA-256 of the file's content, lower-case hex
   * @param warnings for a person, each with the file's name
   * @param effective the configuration with the environment and every default, secrets masked
   */
  record Loaded(
      Configuration configuration,
      String fingerprint,
      List<String> warnings,
      Supplier<String> effective) {}

  static ConfigSource find(Optional<Path> named, Map<String, String> environment)
      throws StartFailure {
    return find(named, environment, USUAL_PLACES);
  }

  static ConfigSource find(
      Optional<Path> named, Map<String, String> environment, List<Path> usualPlaces)
      throws StartFailure {
    String variable = environment.getOrDefault("REGISTRY_CONFIGURATION_PATH", "");
    if (named.isPresent()) {
      return read(named.get(), "give the path of a config.yml");
    }
    if (!variable.isEmpty()) {
      return read(Path.of(variable), "correct REGISTRY_CONFIGURATION_PATH");
    }
    for (Path place : usualPlaces) {
      if (Files.exists(place)) {
        return read(place, "give this user permission to read it");
      }
    }
    return new ConfigSource("built-in defaults", BUILT_IN.getBytes(StandardCharsets.UTF_8));
  }

  Loaded load(Map<String, String> environment) throws StartFailure {
    try {
      ConfigReader.Result result =
          ConfigReader.read(new String(content, StandardCharsets.UTF_8), environment);
      return new Loaded(
          result.configuration(),
          HotFile.fingerprint(content),
          result.warnings().stream().map(warning -> name + ": " + warning).toList(),
          result.effective());
    } catch (ConfigException e) {
      throw new StartFailure(e.problems().stream().map(problem -> name + ": " + problem).toList());
    }
  }

  private static ConfigSource read(Path path, String remedy) throws StartFailure {
    try {
      return new ConfigSource(path.toString(), Files.readAllBytes(path));
    } catch (NoSuchFileException e) {
      throw new StartFailure(path + ": no such file; " + remedy);
    } catch (IOException e) {
      throw new StartFailure(path + ": " + HotFile.describe(e) + "; " + remedy);
    }
  }
}
