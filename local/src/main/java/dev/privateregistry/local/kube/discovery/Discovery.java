package dev.privateregistry.local.kube.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.api.GroupVersion;
import dev.privateregistry.local.kube.api.ResourceKind;
import dev.privateregistry.local.kube.api.Trait;
import dev.privateregistry.local.kube.json.Json;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The documents in which clients look for kinds, in the old form and the aggregated one. */
public final class Discovery {
  /** The version of Kubernetes whose API this is. */
  public static final String MAJOR = "1";

  public static final String MINOR = "34";
  public static final String VERSION = "v1.34.4";

  private static final List<String> VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
  private static final List<String> PART_VERBS = List.of("get", "patch", "update");
  private static final List<String> REVIEW_VERBS = List.of("create");

  private Discovery() {}

  public static ObjectNode version() {
    return Json.object()
        .put("major", MAJOR)
        .put("minor", MINOR)
        .put("gitVersion", VERSION)
        .put("gitCommit", "")
        .put("gitTreeState", "clean")
        .put("buildDate", "1970-01-01T00:00:00Z")
        .put("goVersion", "none")
        .put("compiler", "none")
        .put("platform", "local/jvm");
  }

  /** The answer to {@code /api}. */
  public static ObjectNode coreVersions(String address) {
    ObjectNode versions = Json.object().put("kind", "APIVersions");
    versions.putArray("versions").add("v1");
    versions
        .putArray("serverAddressByClientCIDRs")
        .addObject()
        .put("clientCIDR", "0.0.0.0/0")
        .put("serverAddress", address);
    return versions;
  }

  private static Map<String, Set<GroupVersion>> groups(List<ResourceKind> kinds) {
    Map<String, Set<GroupVersion>> groups = new LinkedHashMap<>();
    kinds.forEach(
        k -> groups.computeIfAbsent(k.group(), g -> new LinkedHashSet<>()).add(k.groupVersion()));
    return groups;
  }

  /** The answer to {@code /apis}. */
  public static ObjectNode groupList(List<ResourceKind> kinds) {
    ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
    ArrayNode groups = list.putArray("groups");
    groups(kinds)
        .forEach(
            (group, versions) -> {
              if (!group.isEmpty()) {
                groups.add(group(group, versions));
              }
            });
    return list;
  }

  /** The answer to {@code /apis/GROUP}, empty when nothing is in the group. */
  public static ObjectNode group(List<ResourceKind> kinds, String group) {
    Set<GroupVersion> versions = groups(kinds).getOrDefault(group, Set.of());
    return versions.isEmpty()
        ? Json.object()
        : group(group, versions).put("kind", "APIGroup").put("apiVersion", "v1");
  }

  private static ObjectNode group(String name, Set<GroupVersion> versions) {
    ObjectNode group = Json.object().put("name", name);
    ArrayNode list = group.putArray("versions");
    versions.forEach(v -> list.add(groupVersion(v)));
    group.set("preferredVersion", groupVersion(versions.iterator().next()));
    return group;
  }

  private static ObjectNode groupVersion(GroupVersion version) {
    return Json.object()
        .put("groupVersion", version.apiVersion())
        .put("version", version.version());
  }

  /** The answer to {@code /api/v1} and {@code /apis/GROUP/VERSION}. */
  public static ObjectNode resourceList(List<ResourceKind> kinds, GroupVersion version) {
    ObjectNode list = Json.object().put("kind", "APIResourceList").put("apiVersion", "v1");
    list.put("groupVersion", version.apiVersion());
    ArrayNode resources = list.putArray("resources");
    for (ResourceKind kind : of(kinds, version)) {
      ObjectNode resource = resources.addObject();
      resource.put("name", kind.plural()).put("singularName", kind.names().singular());
      resource.put("namespaced", kind.namespaced()).put("kind", kind.kind());
      resource.set("verbs", Json.strings(verbs(kind)));
      names(resource, kind);
      parts(kind)
          .forEach(
              (part, partKind) ->
                  resources
                      .addObject()
                      .put("name", kind.plural() + "/" + part)
                      .put("singularName", "")
                      .put("namespaced", kind.namespaced())
                      .put("kind", partKind)
                      .set("verbs", Json.strings(PART_VERBS)));
    }
    return list;
  }

  private static List<ResourceKind> of(List<ResourceKind> kinds, GroupVersion version) {
    return kinds.stream().filter(k -> k.groupVersion().equals(version)).toList();
  }

  private static List<String> verbs(ResourceKind kind) {
    return kind.has(Trait.REVIEW) ? REVIEW_VERBS : VERBS;
  }

  private static void names(ObjectNode resource, ResourceKind kind) {
    if (!kind.names().shortNames().isEmpty()) {
      resource.set("shortNames", Json.strings(kind.names().shortNames()));
    }
    if (!kind.names().categories().isEmpty()) {
      resource.set("categories", Json.strings(kind.names().categories()));
    }
  }

  private static Map<String, String> parts(ResourceKind kind) {
    Map<String, String> parts = new LinkedHashMap<>();
    if (kind.has(Trait.SCALE)) {
      parts.put("scale", "Scale");
    }
    if (kind.has(Trait.STATUS)) {
      parts.put("status", kind.kind());
    }
    return parts;
  }

  /**
   * The aggregated form of everything below {@code /api} or {@code /apis}.
   *
   * @param core whether the core group is asked for, or all the others
   */
  public static ObjectNode aggregated(List<ResourceKind> kinds, boolean core) {
    ObjectNode list =
        Json.object()
            .put("kind", "APIGroupDiscoveryList")
            .put("apiVersion", "apidiscovery.k8s.io/v2");
    list.putObject("metadata");
    ArrayNode items = list.putArray("items");
    groups(kinds)
        .forEach(
            (group, versions) -> {
              if (group.isEmpty() == core) {
                ObjectNode item = items.addObject();
                ObjectNode metadata = item.putObject("metadata");
                if (!group.isEmpty()) {
                  metadata.put("name", group);
                }
                ArrayNode aggregatedVersions = item.putArray("versions");
                versions.forEach(v -> aggregatedVersions.add(aggregatedVersion(kinds, v)));
              }
            });
    return list;
  }

  private static ObjectNode aggregatedVersion(List<ResourceKind> kinds, GroupVersion version) {
    ObjectNode node = Json.object().put("version", version.version()).put("freshness", "Current");
    ArrayNode resources = node.putArray("resources");
    for (ResourceKind kind : of(kinds, version)) {
      ObjectNode resource = resources.addObject();
      resource.put("resource", kind.plural());
      resource.set("responseKind", responseKind(kind.groupVersion(), kind.kind()));
      resource.put("scope", kind.namespaced() ? "Namespaced" : "Cluster");
      resource.put("singularResource", kind.names().singular());
      resource.set("verbs", Json.strings(verbs(kind)));
      names(resource, kind);
      ArrayNode subresources = Json.array();
      parts(kind).forEach((part, partKind) -> subresources.add(subresource(kind, part, partKind)));
      if (!subresources.isEmpty()) {
        resource.set("subresources", subresources);
      }
    }
    return node;
  }

  private static ObjectNode subresource(ResourceKind kind, String part, String partKind) {
    GroupVersion version =
        part.equals("scale") ? new GroupVersion("autoscaling", "v1") : kind.groupVersion();
    ObjectNode node = Json.object().put("subresource", part);
    node.set("responseKind", responseKind(version, partKind));
    node.set("verbs", Json.strings(PART_VERBS));
    return node;
  }

  private static ObjectNode responseKind(GroupVersion version, String kind) {
    return Json.object()
        .put("group", version.group())
        .put("version", version.version())
        .put("kind", kind);
  }
}
