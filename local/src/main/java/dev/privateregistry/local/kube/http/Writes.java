package dev.privateregistry.local.kube.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.api.ApiFailure;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.json.Meta;
import dev.privateregistry.local.kube.patch.JsonPatch;
import dev.privateregistry.local.kube.patch.MergePatch;
import dev.privateregistry.local.kube.patch.Patch;
import dev.privateregistry.local.kube.patch.StrategicMergePatch;
import dev.privateregistry.local.kube.store.ObjectStore;
import dev.privateregistry.local.kube.write.DeleteOptions;
import dev.privateregistry.local.kube.write.Deletion;
import dev.privateregistry.local.kube.write.ObjectWriter;
import dev.privateregistry.local.kube.write.Place;
import dev.privateregistry.local.kube.write.WriteOptions;
import dev.privateregistry.local.kube.write.WriteOptions.FieldValidation;
import dev.privateregistry.local.kube.write.Written;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Answers create, replace, patch and delete. */
final class Writes {
  private static final String APPLY = "application/apply-patch+yaml";

  private final ObjectStore store;
  private final ObjectWriter writer;
  private final Deletion deletion;
  private final Clock clock;

  Writes(ObjectStore store, ObjectWriter writer, Deletion deletion, Clock clock) {
    this.store = store;
    this.writer = writer;
    this.deletion = deletion;
    this.clock = clock;
  }

  private static WriteOptions options(Call call) {
    FieldValidation validation =
        switch (call.query("fieldValidation")) {
          case "Strict" -> FieldValidation.STRICT;
          case "Ignore" -> FieldValidation.IGNORE;
          default -> FieldValidation.WARN;
        };
    String manager = call.query("fieldManager");
    if (manager.isEmpty()) {
      manager = call.header("User-Agent").split("/")[0];
    }
    return new WriteOptions(
        !call.query("dryRun").isEmpty(),
        validation,
        manager.isEmpty() ? "unknown" : manager,
        call.flag("force"));
  }

  void create(Call call, Place place) throws IOException {
    answer(call, place, writer.create(place, call.objectBody(), options(call)));
  }

  void replace(Call call, Place place) throws IOException {
    answer(call, place, writer.replace(place, call.objectBody(), options(call)));
  }

  void patch(Call call, Place place) throws IOException {
    JsonNode body = call.body();
    WriteOptions options = options(call);
    if (List.of(APPLY, "application/apply-patch+json").contains(call.bodyType())) {
      if (!(body instanceof ObjectNode applied)) {
        throw ApiFailure.badRequest("the body of an apply is an object");
      }
      if (call.query("fieldManager").isEmpty()) {
        throw ApiFailure.unprocessable(
            "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required"
                + " for apply patch");
      }
      answer(call, place, writer.apply(place, applied, options));
      return;
    }
    try {
      Patch patch = read(call, place, body);
      answer(call, place, writer.change(place, old -> patched(patch, old), options));
    } catch (Patch.PatchException e) {
      throw ApiFailure.unprocessable(
          "the server rejected our request due to an error in our request: " + e.getMessage());
    }
  }

  private static Patch read(Call call, Place place, JsonNode body) {
    return switch (call.bodyType()) {
      case "application/json-patch+json" -> new JsonPatch(body);
      case "application/merge-patch+json" -> new MergePatch(body);
      case "application/strategic-merge-patch+json" -> {
        if (place.kind().custom()) {
          throw ApiFailure.unsupportedMediaType(
              "application/json-patch+json, application/merge-patch+json, " + APPLY);
        }
        yield new StrategicMergePatch(body, place.kind().schema());
      }
      default ->
          throw ApiFailure.unsupportedMediaType(
              "application/json-patch+json, application/merge-patch+json,"
                  + " application/strategic-merge-patch+json, "
                  + APPLY);
    };
  }

  private static ObjectNode patched(Patch patch, ObjectNode old) {
    if (patch.apply(old) instanceof ObjectNode object) {
      return object;
    }
    throw ApiFailure.unprocessable("the patch leaves no object");
  }

  private void answer(Call call, Place place, Written written) throws IOException {
    written.warnings().forEach(call::warn);
    call.respond(
        written.created() ? 201 : 200,
        Representation.of(call, clock).one(place.kind(), written.object()));
  }

  /** Reads or writes the number of replicas. */
  void scale(Call call, Place place) throws IOException {
    Place workload = new Place(place.kind(), place.namespace(), place.name(), "");
    ObjectNode present = store.get(workload.key());
    if (present == null) {
      throw ApiFailure.notFound(place.kind(), place.name());
    }
    if (call.method().equals("GET")) {
      call.respond(200, Scales.of(present));
      return;
    }
    JsonNode body = call.body();
    Patch patch =
        call.method().equals("PUT")
            ? new MergePatch(body)
            : call.bodyType().equals("application/json-patch+json")
                ? new JsonPatch(body)
                : new MergePatch(body);
    Written written =
        writer.change(
            workload, old -> Scales.scaled(old, patched(patch, Scales.of(old))), options(call));
    call.respond(200, Scales.of(written.object()));
  }

  void delete(Call call, Place place) throws IOException {
    Deletion.Deleted deleted = deletion.delete(place, deleteOptions(call));
    if (!deleted.gone()) {
      call.respond(200, Representation.of(call, clock).one(place.kind(), deleted.object()));
      return;
    }
    ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    status.put("status", "Success");
    ObjectNode details = status.putObject("details").put("name", place.name());
    if (!place.kind().group().isEmpty()) {
      details.put("group", place.kind().group());
    }
    details.put("kind", place.kind().plural()).put("uid", new Meta(deleted.object()).uid());
    call.respond(200, status);
  }

  private static DeleteOptions deleteOptions(Call call) throws IOException {
    ObjectNode body = call.objectBody();
    for (String name : List.of("propagationPolicy", "gracePeriodSeconds")) {
      if (!call.query(name).isEmpty()) {
        body.put(name, call.query(name));
      }
    }
    return DeleteOptions.read(body, !call.query("dryRun").isEmpty());
  }

  void deleteCollection(Call call, Place place) throws IOException {
    DeleteOptions options = deleteOptions(call);
    Selection selection = Selection.of(call, place);
    List<ObjectNode> deleted = new ArrayList<>();
    ObjectStore.Listing listing = store.list(place.kind().resource(), place.namespace());
    for (ObjectNode object : listing.objects()) {
      if (selection.test(object)) {
        Meta meta = new Meta(object);
        Place one = new Place(place.kind(), meta.namespace(), meta.name(), "");
        deleted.add(deletion.delete(one, options).object());
      }
    }
    ObjectNode meta = Json.object().put("resourceVersion", Long.toString(store.revision()));
    call.respond(200, Representation.of(call, clock).many(place.kind(), deleted, meta));
  }
}
