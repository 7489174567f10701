package dev.privateregistry.operator.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The documents by which clients find out which kinds there are, as far as they are asked for. */
final class DiscoveryDocuments {
  private static final Pattern PATH = Pattern.compile("/apis(/[^/]+/[^/]+)?/?");

  private record Kind(String group, String version, String kind, String plural) {}

  private final List<Kind> kinds = new ArrayList<>();

  /**
   * @param definitions the list of the CustomResourceDefinitions
   */
  DiscoveryDocuments(Map<String, Object> definitions) {
    kinds.add(new Kind("networking.k8s.io", "v1", "IngressClass", "ingressclasses"));
    for (Object item : list(definitions, "items")) {
      Map<String, Object> spec = FieldSet.asMap(FieldSet.asMap(item).get("spec"));
      Map<String, Object> names = FieldSet.asMap(spec.get("names"));
      for (Object version : list(spec, "versions")) {
        kinds.add(
            new Kind(
                text(spec, "group"),
                text(FieldSet.asMap(version), "name"),
                text(names, "kind"),
                text(names, "plural")));
      }
    }
  }

  static boolean isOne(String path) {
    return PATH.matcher(path).matches();
  }

  Map<String, Object> document(String path) {
    String[] parts = path.split("/");
    return parts.length < 4 ? groups() : resources(parts[2] + "/" + parts[3]);
  }

  private Map<String, Object> groups() {
    return Map.of(
        "kind",
        "APIGroupList",
        "apiVersion",
        "v1",
        "groups",
        kinds.stream().map(Kind::group).distinct().map(name -> Map.of("name", name)).toList());
  }

  private Map<String, Object> resources(String groupVersion) {
    Stream<Kind> there =
        kinds.stream().filter(it -> groupVersion.equals(it.group() + "/" + it.version()));
    return Map.of(
        "kind",
        "APIResourceList",
        "apiVersion",
        "v1",
        "groupVersion",
        groupVersion,
        "resources",
        there
            .map(it -> Map.of("name", it.plural(), "kind", it.kind(), "namespaced", true))
            .toList());
  }

  private static List<?> list(Map<String, Object> map, String key) {
    return map.get(key) instanceof List<?> list ? list : List.of();
  }

  private static String text(Map<String, Object> map, String key) {
    return String.valueOf(Objects.requireNonNull(map.get(key), key));
  }
}
