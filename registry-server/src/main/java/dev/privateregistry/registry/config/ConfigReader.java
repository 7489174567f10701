package dev.privateregistry.registry.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** From the text of config.yml and the environment to a {@link Configuration}. */
public final class ConfigReader {
  private final Problems problems = new Problems();
  private final ConfigNode.Mapping root;
  private final Values values;

  private ConfigReader(ConfigNode.Mapping file, Map<String, String> environment) {
    ConfigNode.Mapping overridden = new Environment(environment, problems).apply(named(file));
    root = named(overridden);
    new KeyCheck(problems).check(root);
    values = new Values(root, problems);
  }

  /**
   * A configuration and what a person should be told about it.
   *
   * @param warnings what was accepted without effect
   * @param effective the same configuration as a config.yml, with every default, secrets masked
   */
  public record Result(
      Configuration configuration, List<String> warnings, Supplier<String> effective) {}

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
        new Configuration(
            LogKeys.read(values),
            StorageKeys.read(values),
            HttpKeys.read(values),
            HealthKeys.read(values),
            NotificationKeys.read(values, problems),
            AuthKeys.read(values),
            AccessKeys.read(values),
            CatalogKeys.read(values));
    problems.throwIfAny();
    return new Result(configuration, problems.warnings(), () -> EffectiveText.of(root));
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
