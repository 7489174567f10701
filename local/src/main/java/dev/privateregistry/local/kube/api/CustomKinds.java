package dev.privateregistry.local.kube.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.schema.ModelSchemas;
import dev.privateregistry.local.kube.schema.Schema;
import dev.privateregistry.local.kube.table.CustomColumns;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The kinds that a CustomResourceDefinition declares, one per served version. */
public final class CustomKinds {
  private final ModelSchemas schemas;

  public CustomKinds(ModelSchemas schemas) {
    this.schemas = schemas;
  }

  public List<ResourceKind> declaredBy(ObjectNode definition) {
    JsonNode spec = definition.path("spec");
    Names names = names(spec.path("names"));
    List<ResourceKind> kinds = new ArrayList<>();
    for (JsonNode version : spec.path("versions")) {
      if (version.path("served").asBoolean()) {
        kinds.add(
            new ResourceKind(
                new GroupVersion(Json.text(spec, "group"), Json.text(version, "name")),
                names,
                traits(spec, version),
                schema(version.path("schema").path("openAPIV3Schema")),
                CustomColumns.of(version.path("additionalPrinterColumns"))));
      }
    }
    return kinds;
  }

  private static Names names(JsonNode names) {
    String kind = Json.text(names, "kind");
    String singular = Json.text(names, "singular");
    return new Names(
        kind,
        Json.text(names, "plural"),
        singular.isEmpty() ? kind.toLowerCase(Locale.ROOT) : singular,
        Json.texts(names.path("shortNames")),
        Json.texts(names.path("categories")));
  }

  private static Set<Trait> traits(JsonNode spec, JsonNode version) {
    Set<Trait> traits = EnumSet.of(Trait.CUSTOM, Trait.GENERATION);
    if (Json.text(spec, "scope").equals("Namespaced")) {
      traits.add(Trait.NAMESPACED);
    }
    if (version.path("subresources").has("status")) {
      traits.add(Trait.STATUS);
    }
    return traits;
  }

  /** The declared schema with the fields that every object has. */
  private Schema schema(JsonNode declared) {
    ObjectNode schema = declared instanceof ObjectNode object ? object.deepCopy() : Json.object();
    ObjectNode properties = Json.child(schema, "properties");
    Json.setDefault(properties, "apiVersion", Json.object().put("type", "string"));
    Json.setDefault(properties, "kind", Json.object().put("type", "string"));
    properties.set("metadata", schemas.metadataReference());
    return new Schema(schema, schemas);
  }
}
