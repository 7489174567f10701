package dev.privateregistry.registry.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.config.Configuration;
import dev.privateregistry.registry.config.StorageConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigSourceTest {
  @TempDir Path folder;

  @Test
  void shouldTakeTheFirstThatIsNamed() throws Exception {
    Path named = write("named.yml");
    Path variable = write("variable.yml");
    Path usual = write("usual.yml");
    List<Path> places = List.of(folder.resolve("missing.yml"), usual);
    Map<String, String> environment = Map.of("REGISTRY_CONFIGURATION_PATH", variable.toString());

    assertEquals(
        named.toString(), ConfigSource.find(Optional.of(named), environment, places).name());
    assertEquals(
        variable.toString(), ConfigSource.find(Optional.empty(), environment, places).name());
    assertEquals(usual.toString(), ConfigSource.find(Optional.empty(), Map.of(), places).name());
  }

  @Test
  void shouldFallBackToTheSettingsOfDistributionsImage() throws Exception {
    ConfigSource.Loaded loaded =
        ConfigSource.find(Optional.empty(), Map.of(), List.of()).load(Map.of());
    Configuration config = loaded.configuration();

    assertEquals(List.of(), loaded.warnings());
    assertEquals(
        new StorageConfig(
            new StorageConfig.Filesystem(Path.of("/var/lib/registry")),
            true,
            false,
            Optional.of(
                new StorageConfig.UploadPurge(Duration.ofDays(7), Duration.ofDays(1), false))),
        config.storage());
    assertEquals(":5000", config.http().address().toString());
    assertEquals(":5001", config.http().debug().orElseThrow().address().toString());
    assertEquals(Optional.of("/metrics"), config.http().debug().orElseThrow().metricsPath());
    assertTrue(config.health().storageDriver());
  }

  @Test
  void shouldSayWhichFileIsMissing() {
    Path missing = folder.resolve("missing.yml");

    assertEquals(
        missing + ": no such file; give the path of a config.yml",
        assertThrows(
                StartFailure.class,
                () -> ConfigSource.find(Optional.of(missing), Map.of(), List.of()))
            .getMessage());
    assertEquals(
        missing + ": no such file; correct REGISTRY_CONFIGURATION_PATH",
        assertThrows(
                StartFailure.class,
                () ->
                    ConfigSource.find(
                        Optional.empty(),
                        Map.of("REGISTRY_CONFIGURATION_PATH", missing.toString()),
                        List.of()))
            .getMessage());
  }

  @Test
  void shouldNameTheFileInEveryProblem() throws Exception {
    Path broken = Files.writeString(folder.resolve("broken.yml"), "a: [");

    StartFailure failure =
        assertThrows(
            StartFailure.class,
            () -> ConfigSource.find(Optional.of(broken), Map.of(), List.of()).load(Map.of()));
    String message = String.valueOf(failure.getMessage());
    assertTrue(message.startsWith(broken + ": line 1, column 5: not valid YAML"), message);
  }

  private Path write(String name) throws Exception {
    return Files.writeString(folder.resolve(name), "version: 0.1\n");
  }
}
