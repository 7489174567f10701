package dev.privateregistry.operator.desired;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The alerts of deploy/monitoring for one registry: every metric in them is that of the pods behind
 * one Service.
 */
record AlertRules(String namespace, String service) {
  private static final String FILE = "/prometheus-rules.yaml";
  private static final Pattern METRIC = Pattern.compile("\\b(registry_[a-z0-9_]+)\\b(\\{)?");
  private static final Map<String, List<Map<String, Object>>> ALL = read();

  /** The spec of a PrometheusRule. */
  Map<String, Object> spec() {
    return Map.of(
        "groups", ALL.getOrDefault("groups", List.of()).stream().map(this::group).toList());
  }

  private Map<String, Object> group(Map<String, Object> group) {
    Map<String, Object> scoped = new LinkedHashMap<>(group);
    scoped.computeIfPresent(
        "rules", (key, rules) -> ((List<?>) rules).stream().map(this::rule).toList());
    return scoped;
  }

  private Map<Object, Object> rule(Object rule) {
    Map<Object, Object> scoped = new LinkedHashMap<>((Map<?, ?>) rule);
    scoped.put("expr", scoped(String.valueOf(scoped.get("expr"))));
    return scoped;
  }

  /** An expression of PromQL, limited to the metrics of this registry. */
  String scoped(String expression) {
    String labels = "namespace=\"" + namespace + "\",service=\"" + service + "\"";
    return METRIC
        .matcher(expression)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(1) + "{" + labels + (found.group(2) == null ? "}" : ",")));
  }

  private static Map<String, List<Map<String, Object>>> read() {
    try (InputStream file = AlertRules.class.getResourceAsStream(FILE)) {
      return ConfigYaml.YAML.readValue(
          Objects.requireNonNull(file, FILE), new TypeReference<>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
