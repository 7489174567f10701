package dev.privateregistry.local.kube.discovery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.api.GroupVersion;
import dev.privateregistry.local.kube.api.ResourceKind;
import dev.privateregistry.local.kube.api.Trait;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.schema.ModelSchemas;
import dev.privateregistry.local.kube.schema.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The OpenAPI v3 documents, one per group and version. */
public final class OpenApi {
  private static final String BODY_TYPES = "application/json";
  private static final String STRATEGIC = "application/strategic-merge-patch+json";

  private final ModelSchemas schemas;

  public OpenApi(ModelSchemas schemas) {
    this.schemas = schemas;
  }

  /**
   * The list of documents: {@code /openapi/v3}. The hash in each address changes with its content.
   */
  public ObjectNode index(List<ResourceKind> kinds) {
    ObjectNode index = Json.object();
    ObjectNode paths = index.putObject("paths");
    Set<String> seen = new TreeSet<>();
    for (ResourceKind kind : kinds) {
      String path = kind.groupVersion().path();
      if (seen.add(path)) {
        String hash = Integer.toHexString(document(kinds, kind.groupVersion()).hashCode());
        paths.putObject(path).put("serverRelativeURL", "/openapi/v3/" + path + "?hash=" + hash);
      }
    }
    return index;
  }

  /** The document of one group and version. */
  public ObjectNode document(List<ResourceKind> kinds, GroupVersion version) {
    ObjectNode document = Json.object().put("openapi", "3.0.0");
    document.putObject("info").put("title", "Kubernetes").put("version", Discovery.VERSION);
    ObjectNode paths = document.putObject("paths");
    ObjectNode definitions = document.putObject("components").putObject("schemas");
    for (ResourceKind kind : kinds) {
      if (kind.groupVersion().equals(version) && !kind.has(Trait.REVIEW)) {
        addKind(kind, paths, definitions);
      }
    }
    return document;
  }

  private void addKind(ResourceKind kind, ObjectNode paths, ObjectNode definitions) {
    String name = definitionName(kind);
    ObjectNode schema = kind.schema().node().deepCopy();
    identify(schema, kind);
    definitions.set(name, schema);
    schemas.reachable(schema).forEach(definitions::set);
    String collection =
        "/%s/%s%s"
            .formatted(
                kind.groupVersion().path(),
                kind.namespaced() ? "namespaces/{namespace}/" : "",
                kind.plural());
    ObjectNode many = paths.putObject(collection);
    many.set("get", operation(kind, "list", name, false));
    many.set("post", operation(kind, "post", name, true));
    ObjectNode one = paths.putObject(collection + "/{name}");
    one.set("get", operation(kind, "get", name, false));
    one.set("put", operation(kind, "put", name, true));
    one.set("patch", patch(kind, name));
    one.set("delete", operation(kind, "delete", name, false));
  }

  /** The group backwards, the version, the kind: as Kubernetes names the schemas of kinds. */
  private static String definitionName(ResourceKind kind) {
    if (!kind.custom()) {
      String group = kind.group().isEmpty() ? "core" : kind.group().split("\\.")[0];
      return "io.k8s.api.%s.%s.%s".formatted(group, kind.groupVersion().version(), kind.kind());
    }
    List<String> parts = new ArrayList<>(List.of(kind.group().split("\\.")));
    Collections.reverse(parts);
    return String.join(".", parts) + "." + kind.groupVersion().version() + "." + kind.kind();
  }

  private static void identify(ObjectNode node, ResourceKind kind) {
    node.putArray("x-kubernetes-group-version-kind").add(groupVersionKind(kind));
  }

  private static ObjectNode groupVersionKind(ResourceKind kind) {
    return Json.object()
        .put("group", kind.group())
        .put("version", kind.groupVersion().version())
        .put("kind", kind.kind());
  }

  private static ObjectNode operation(
      ResourceKind kind, String action, String name, boolean writes) {
    ObjectNode operation = Json.object();
    operation.put("x-kubernetes-action", action);
    operation.set("x-kubernetes-group-version-kind", groupVersionKind(kind));
    if (writes) {
      parameters(operation);
      operation
          .putObject("requestBody")
          .putObject("content")
          .putObject(BODY_TYPES)
          .set("schema", Schema.reference(name));
    }
    operation
        .putObject("responses")
        .putObject("200")
        .put("description", "OK")
        .putObject("content")
        .putObject(BODY_TYPES)
        .set("schema", Schema.reference(name));
    return operation;
  }

  private static ObjectNode patch(ResourceKind kind, String name) {
    ObjectNode operation = operation(kind, "patch", name, false);
    parameters(operation);
    ObjectNode content = operation.putObject("requestBody").putObject("content");
    List<String> types = new ArrayList<>();
    types.add("application/apply-patch+yaml");
    types.add("application/json-patch+json");
    types.add("application/merge-patch+json");
    if (!kind.custom()) {
      types.add(STRATEGIC);
    }
    types.forEach(type -> content.putObject(type).putObject("schema").put("type", "object"));
    return operation;
  }

  private static void parameters(ObjectNode operation) {
    for (String name : List.of("dryRun", "fieldManager", "fieldValidation", "force")) {
      operation
          .withArray("parameters")
          .addObject()
          .put("name", name)
          .put("in", "query")
          .putObject("schema")
          .put("type", name.equals("force") ? "boolean" : "string");
    }
  }
}
