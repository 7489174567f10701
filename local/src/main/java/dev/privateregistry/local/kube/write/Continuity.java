package dev.privateregistry.local.kube.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.api.ApiFailure;
import dev.privateregistry.local.kube.api.ResourceKind;
import dev.privateregistry.local.kube.api.Trait;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.json.Meta;
import dev.privateregistry.local.kube.schema.FieldError;
import java.util.List;

/** What holds an object together over its changes: identity, revision, generation, finalizers. */
final class Continuity {
  private Continuity() {}

  static void checkPreconditions(Place place, ObjectNode old, ObjectNode object) {
    Meta before = new Meta(old);
    Meta after = new Meta(object);
    if (!after.name().isEmpty() && !after.name().equals(place.name())) {
      throw ApiFailure.badRequest(
          "the name of the object (%s) does not match the name on the URL (%s)"
              .formatted(after.name(), place.name()));
    }
    if (!after.resourceVersion().isEmpty()
        && !after.resourceVersion().equals("0")
        && !after.resourceVersion().equals(before.resourceVersion())) {
      throw ApiFailure.stale(place.kind(), place.name());
    }
    if (!after.uid().isEmpty() && !after.uid().equals(before.uid())) {
      throw ApiFailure.conflict(
          place.kind(),
          place.name(),
          "Precondition failed: UID in precondition: %s, UID in object meta: %s"
              .formatted(after.uid(), before.uid()));
    }
  }

  /** Puts back what this path does not write. */
  static void keepWhatIsNotWritten(Place place, ObjectNode old, ObjectNode object) {
    if (place.status()) {
      keepAllButStatus(old, object);
    } else if (place.kind().has(Trait.STATUS)) {
      restore(old, object, "status");
    }
    ObjectNode metadata = new Meta(object).node();
    ObjectNode before = new Meta(old.deepCopy()).node();
    for (String field :
        List.of(
            "name",
            "uid",
            "creationTimestamp",
            "generation",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "resourceVersion")) {
      restore(before, metadata, field);
    }
    metadata.remove("selfLink");
    if (place.kind().kind().equals("Service") && !place.kind().custom()) {
      ServiceAddresses.keep(old, object);
    }
  }

  private static void keepAllButStatus(ObjectNode old, ObjectNode object) {
    JsonNode status = object.get("status");
    JsonNode managed = new Meta(object).node().get("managedFields");
    object.removeAll();
    object.setAll(old.deepCopy());
    if (status == null) {
      object.remove("status");
    } else {
      object.set("status", status);
    }
    if (managed != null) {
      new Meta(object).node().set("managedFields", managed);
    }
  }

  private static void restore(ObjectNode from, ObjectNode to, String field) {
    if (from.hasNonNull(field)) {
      to.set(field, from.path(field).deepCopy());
    } else {
      to.remove(field);
    }
  }

  static void countGeneration(ResourceKind kind, ObjectNode old, ObjectNode object) {
    if (kind.has(Trait.GENERATION) && !Json.same(desired(kind, old), desired(kind, object))) {
      long before = Json.at(old, "metadata", "generation").asLong(0);
      new Meta(object).node().put("generation", before + 1);
    }
  }

  /** What counts for the generation: all but metadata and, where it is apart, the status. */
  private static ObjectNode desired(ResourceKind kind, ObjectNode object) {
    ObjectNode desired = object.deepCopy();
    desired.remove(List.of("metadata", "apiVersion", "kind"));
    if (kind.has(Trait.STATUS)) {
      desired.remove("status");
    }
    return desired;
  }

  static void checkFinalizers(ResourceKind kind, ObjectNode old, ObjectNode object) {
    if (!new Meta(old).deleting()) {
      return;
    }
    List<String> before = new Meta(old).finalizers();
    List<String> added =
        new Meta(object).finalizers().stream().filter(f -> !before.contains(f)).toList();
    if (!added.isEmpty()) {
      throw ApiFailure.invalid(
          kind,
          new Meta(object).name(),
          List.of(
              FieldError.forbidden(
                  "metadata.finalizers",
                  "no new finalizers can be added if the object is being deleted, found new"
                      + " finalizers %s".formatted(Json.strings(added)))));
    }
  }
}
