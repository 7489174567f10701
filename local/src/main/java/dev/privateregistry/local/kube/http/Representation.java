package dev.privateregistry.local.kube.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.api.ApiFailure;
import dev.privateregistry.local.kube.api.ResourceKind;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.json.Meta;
import dev.privateregistry.local.kube.table.Table;
import java.time.Clock;
import java.util.List;

/** In which form the client wants objects: whole, metadata only, or as a table. */
record Representation(Form form, Table.Include include, Clock clock) {
  private static final String AVAILABLE = "application/json, application/yaml";

  /** The forms of an object. */
  enum Form {
    WHOLE,
    METADATA,
    TABLE
  }

  /** Picks the first acceptable form of the {@code Accept} header. */
  static Representation of(Call call, Clock clock) {
    Table.Include include = Table.Include.parse(call.query("includeObject"));
    String accept = call.header("Accept");
    if (accept.isBlank()) {
      return new Representation(Form.WHOLE, include, clock);
    }
    for (String range : accept.split(",")) {
      String type = range.split(";")[0].strip();
      boolean json = List.of("application/json", "application/*", "*/*").contains(type);
      if (json && range.contains("as=Table") && range.contains("v=v1;")) {
        return new Representation(Form.TABLE, include, clock);
      }
      if (json && range.contains("as=PartialObjectMetadata")) {
        return new Representation(Form.METADATA, include, clock);
      }
      if (json && !range.contains("as=")) {
        return new Representation(Form.WHOLE, include, clock);
      }
    }
    throw ApiFailure.notAcceptable(AVAILABLE);
  }

  /** One object. */
  ObjectNode one(ResourceKind kind, ObjectNode object) {
    ObjectNode versioned = versioned(kind, object);
    return switch (form) {
      case WHOLE -> versioned;
      case METADATA -> Table.partial(versioned);
      case TABLE -> {
        ObjectNode meta = Json.object().put("resourceVersion", new Meta(object).resourceVersion());
        yield Table.of(kind.columns(), List.of(versioned), meta, include, clock.instant());
      }
    };
  }

  /** A list with its own metadata. */
  ObjectNode many(ResourceKind kind, List<ObjectNode> objects, ObjectNode meta) {
    List<ObjectNode> versioned = objects.stream().map(o -> versioned(kind, o)).toList();
    if (form == Form.TABLE) {
      return Table.of(kind.columns(), versioned, meta, include, clock.instant());
    }
    boolean partial = form == Form.METADATA;
    ObjectNode list = Json.object();
    list.put("kind", partial ? "PartialObjectMetadataList" : kind.kind() + "List");
    list.put("apiVersion", partial ? "meta.k8s.io/v1" : kind.apiVersion());
    list.set("metadata", meta);
    list.putArray("items")
        .addAll(partial ? versioned.stream().map(Table::partial).toList() : versioned);
    return list;
  }

  private static ObjectNode versioned(ResourceKind kind, ObjectNode object) {
    boolean same = new Meta(object).apiVersion().equals(kind.apiVersion());
    return same ? object : object.deepCopy().put("apiVersion", kind.apiVersion());
  }
}
