package dev.privateregistry.registry.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Distribution's environment rule: {@code REGISTRY_A_B_C} replaces {@code a.b.c}. The parts are
 * upper-cased Go field names; under a map they become lower-case keys; a list takes an index, which
 * may be one past its end. Values are YAML. Variables apply in lexical order.
 */
final class Environment {
  private static final String PREFIX = "REGISTRY_";
  private static final Set<String> OWN =
      Set.of("REGISTRY_CONFIGURATION_PATH", "REGISTRY_JAVA_HOME", "REGISTRY_JAVA_OPTS");
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "REGISTRY_(.+_)?(SERVICE_HOST|SERVICE_PORT(_.+)?"
              + "|PORT|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

  private final Place root = Place.root();
  private final SortedMap<String, String> variables = new TreeMap<>();
  private final Problems problems;

  Environment(Map<String, String> environment, Problems problems) {
    this.problems = problems;
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX) && !OWN.contains(name)) {
            variables.put(name, value);
          }
        });
  }

  /** The configuration with every override applied. */
  ConfigNode.Mapping apply(ConfigNode.Mapping file) {
    ConfigNode result = file;
    List<String> links = new ArrayList<>();
    for (var variable : variables.entrySet()) {
      String name = variable.getKey();
      String[] path = name.substring(PREFIX.length()).split("_", -1);
      if (isServiceLink(name, variable.getValue())) {
        reportServiceLink(name, path[0], links);
        continue;
      }
      try {
        ConfigNode value = YamlText.parseValue(variable.getValue(), name);
        result = new Setting(name, path, value).at(result, root, 0);
      } catch (IllegalArgumentException e) {
        problems.error(name + ": " + e.getMessage());
      }
    }
    if (!links.isEmpty()) {
      problems.warning(
          "ignored "
              + String.join(", ", links)
              + ": variables that Kubernetes sets for Services; set enableServiceLinks: false");
    }
    return result instanceof ConfigNode.Mapping mapping ? mapping : file;
  }

  private static boolean isServiceLink(String name, String value) {
    return SERVICE_LINK.matcher(name).matches()
        && (!name.endsWith("_PORT") || name.contains("_SERVICE_") || isLinkValue(value));
  }

  private static boolean isLinkValue(String value) {
    return value.startsWith("tcp://")
        || value.startsWith("udp://")
        || value.startsWith("sctp://")
        || value.matches("\\d+");
  }

  private void reportServiceLink(String name, String section, List<String> links) {
    if (section.equals("STORAGE") || section.equals("AUTH")) {
      problems.error(
          name
              + ": this is a variable that Kubernetes sets for a Service, and it falls into the "
              + section.toLowerCase(Locale.ROOT)
              + " section; set enableServiceLinks: false on the Pod or rename the Service");
    } else {
      links.add(name);
    }
  }

  /** One variable on its way down. */
  private final class Setting {
    private final String name;
    private final String[] path;
    private final ConfigNode value;

    Setting(String name, String[] path, ConfigNode value) {
      this.name = name;
      this.path = path;
      this.value = value;
    }

    ConfigNode at(@Nullable ConfigNode node, Place place, int depth) {
      if (depth == path.length) {
        return value;
      }
      return switch (place) {
        case Place.Struct struct -> inStruct(mapping(node), struct, depth);
        case Place.MapOf map -> inMap(mapping(node), map.value(), depth);
        case Place.ListOf list -> inList(sequence(node), list.item(), depth);
        case Place.Any any ->
            node instanceof ConfigNode.Sequence sequence
                ? inList(sequence, any, depth)
                : inMap(mapping(node), any, depth);
        case Place.Leaf leaf -> {
          unknown();
          yield node == null ? nothing() : node;
        }
      };
    }

    private ConfigNode inStruct(ConfigNode.Mapping mapping, Place.Struct struct, int depth) {
      String key = struct.goNames().get(path[depth]);
      Place child = key == null ? null : struct.children().get(key);
      if (key == null || child == null) {
        unknown();
        return mapping;
      }
      return mapping.with(key, at(mapping.get(key), child, depth + 1));
    }

    private ConfigNode inMap(ConfigNode.Mapping mapping, Place child, int depth) {
      for (String existing : mapping.entries().keySet()) {
        if (existing.toUpperCase(Locale.ROOT).equals(path[depth].toUpperCase(Locale.ROOT))) {
          return mapping.with(existing, at(mapping.get(existing), child, depth + 1));
        }
      }
      String key = path[depth].toLowerCase(Locale.ROOT);
      return mapping.with(key, at(null, child, depth + 1));
    }

    private ConfigNode inList(ConfigNode.Sequence sequence, Place item, int depth) {
      int index;
      try {
        index = Integer.parseInt(path[depth]);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("'" + path[depth] + "' is not a list index", e);
      }
      int size = sequence.items().size();
      if (index < 0 || index > size) {
        throw new IllegalArgumentException(
            "index " + index + " leaves a gap; the next free one is " + size);
      }
      ConfigNode existing = index < size ? sequence.items().get(index) : null;
      return sequence.with(index, at(existing, item, depth + 1));
    }

    private ConfigNode.Mapping mapping(@Nullable ConfigNode node) {
      return switch (node) {
        case ConfigNode.Mapping mapping -> mapping;
        case ConfigNode.Scalar scalar when isDriverName(scalar) ->
            new ConfigNode.Mapping(Map.of(scalar.text(), nothing()), scalar.origin());
        case null, default -> new ConfigNode.Mapping(new LinkedHashMap<>(), name);
      };
    }

    private boolean isDriverName(ConfigNode.Scalar scalar) {
      return scalar.tag() == ConfigNode.Scalar.Tag.OTHER
          && (path[0].equals("STORAGE") || path[0].equals("AUTH"));
    }

    private ConfigNode.Sequence sequence(@Nullable ConfigNode node) {
      return node instanceof ConfigNode.Sequence sequence
          ? sequence
          : new ConfigNode.Sequence(List.of(), name);
    }

    private ConfigNode nothing() {
      return new ConfigNode.Scalar("", ConfigNode.Scalar.Tag.NULL, name);
    }

    private void unknown() {
      String hint =
          KnownNames.nearestVariable(name)
              .map(nearest -> "; did you mean " + nearest + "?")
              .orElse("");
      problems.warning(name + " is not a setting of the registry; ignored" + hint);
    }
  }
}
