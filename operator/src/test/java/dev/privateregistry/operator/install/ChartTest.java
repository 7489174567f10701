package dev.privateregistry.operator.install;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The values of the chart, their schema, and the templates speak of the same things. */
class ChartTest {
  private static final Path CHART = Path.of("..", "deploy", "helm", "private-registry-operator");
  private static final Pattern USE = Pattern.compile("\\.Values\\.([A-Za-z.]+)");

  /** Maps and lists that are handed on as a whole. */
  private static final Set<String> WHOLE = Set.of("resources", "metrics.serviceMonitor.labels");

  @Test
  void shouldHaveASchemaForEveryValueAndNoOther() throws IOException {
    Set<String> described = new TreeSet<>();
    schema("", new JsonMapper().readTree(CHART.resolve("values.schema.json").toFile()), described);
    described.remove("global");
    assertEquals(values(), described);
  }

  @Test
  void shouldUseEveryValueAndNoOther() throws IOException {
    Set<String> used = new TreeSet<>();
    try (Stream<Path> files = Files.list(CHART.resolve("templates"))) {
      for (Path file : files.toList()) {
        Matcher uses = USE.matcher(Files.readString(file));
        while (uses.find()) {
          used.add(uses.group(1));
        }
      }
    }
    assertEquals(values(), used);
  }

  @Test
  void shouldExplainEveryGroupOfValues() throws IOException {
    String before = "";
    for (String line : Files.readAllLines(CHART.resolve("values.yaml"))) {
      if (before.isEmpty() && !line.isEmpty()) {
        assertEquals("#", line.substring(0, 1), line);
      }
      before = line;
    }
  }

  private static Set<String> values() throws IOException {
    Set<String> values = new TreeSet<>();
    values("", new YAMLMapper().readTree(CHART.resolve("values.yaml").toFile()), values);
    return values;
  }

  private static void values(String path, JsonNode node, Set<String> values) {
    if (node.isObject() && !node.isEmpty() && !WHOLE.contains(path)) {
      node.properties()
          .forEach(entry -> values(below(path, entry.getKey()), entry.getValue(), values));
    } else {
      values.add(path);
    }
  }

  private static void schema(String path, JsonNode schema, Set<String> described) {
    if (schema.has("properties")) {
      schema
          .path("properties")
          .properties()
          .forEach(entry -> schema(below(path, entry.getKey()), entry.getValue(), described));
    } else {
      described.add(path);
    }
  }

  private static String below(String path, String key) {
    return String.join(".", path.isEmpty() ? List.of(key) : List.of(path, key));
  }
}
