package dev.privateregistry.registry.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.privateregistry.registry.config.ConfigException;
import dev.privateregistry.registry.config.ConfigReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** config.yml with its environment. */
final class ConfigFuzz {
  private ConfigFuzz() {}

  /** Lines that begin with REGISTRY_ are variables, the others are the file. */
  static void config(byte[] input) {
    Map<String, String> environment = new TreeMap<>();
    List<String> file = new ArrayList<>();
    for (String line : new String(input, UTF_8).split("\n", -1)) {
      int equals = line.indexOf('=');
      if (line.startsWith("REGISTRY_") && equals > 0) {
        environment.put(line.substring(0, equals), line.substring(equals + 1));
      } else {
        file.add(line);
      }
    }
    String text = String.join("\n", file);
    assertEquals(outcome(text, environment), outcome(text, environment), "read twice");
  }

  private static String outcome(String text, Map<String, String> environment) {
    try {
      ConfigReader.Result result = ConfigReader.read(text, environment);
      return result.configuration() + "\n" + result.warnings() + "\n" + result.effective().get();
    } catch (ConfigException refused) {
      assertFalse(refused.problems().isEmpty(), "refused without a reason");
      for (String problem : refused.problems()) {
        assertFalse(problem.isBlank(), "a reason without words");
      }
      return refused.problems().toString();
    }
  }
}
