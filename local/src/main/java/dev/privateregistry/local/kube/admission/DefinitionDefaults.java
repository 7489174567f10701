package dev.privateregistry.local.kube.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.json.Json;
import java.util.Locale;

/** The defaults of a CustomResourceDefinition, and the status that says it is served. */
final class DefinitionDefaults {
  static final String CLEANUP = "customresourcecleanup.apiextensions.k8s.io";

  private DefinitionDefaults() {}

  static void apply(ObjectNode definition) {
    ObjectNode spec = Json.child(definition, "spec");
    Json.setDefault(spec, "conversion", Json.object().put("strategy", "None"));
    ObjectNode names = Json.child(spec, "names");
    String kind = Json.text(names, "kind");
    Json.setDefault(names, "singular", kind.toLowerCase(Locale.ROOT));
    Json.setDefault(names, "listKind", kind + "List");
  }

  /** What the API server's controllers would write once the kind is served. */
  static void establish(ObjectNode definition, String now) {
    ObjectNode status = Json.child(definition, "status");
    JsonNode spec = definition.path("spec");
    status.set("acceptedNames", spec.path("names").deepCopy());
    ArrayNode versions = Json.array();
    for (JsonNode version : spec.path("versions")) {
      if (version.path("storage").asBoolean()) {
        versions.add(version.path("name").asText());
      }
    }
    status.set("storedVersions", versions);
    if (!status.hasNonNull("conditions")) {
      ArrayNode conditions = status.putArray("conditions");
      condition(conditions, "NamesAccepted", "NoConflicts", "no conflicts found", now);
      condition(
          conditions,
          "Established",
          "InitialNamesAccepted",
          "the initial names have been accepted",
          now);
    }
  }

  private static void condition(
      ArrayNode conditions, String type, String reason, String message, String now) {
    conditions
        .addObject()
        .put("type", type)
        .put("status", "True")
        .put("reason", reason)
        .put("message", message)
        .put("lastTransitionTime", now);
  }
}
