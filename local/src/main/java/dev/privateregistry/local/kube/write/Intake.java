package dev.privateregistry.local.kube.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.admission.Admission;
import dev.privateregistry.local.kube.api.ApiFailure;
import dev.privateregistry.local.kube.api.ResourceKind;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.json.Meta;
import java.util.List;

/**
 * Takes an object from a request: is it of the kind and place of the path, are its fields known.
 */
final class Intake {
  private final Admission admission;

  Intake(Admission admission) {
    this.admission = admission;
  }

  /** The object with its place filled in and unknown fields handled as the options say. */
  List<String> accept(Place place, ObjectNode object, WriteOptions options) {
    matchKind(place.kind(), object);
    ObjectNode metadata = new Meta(object).node();
    if (place.kind().namespaced()) {
      String namespace = new Meta(object).namespace();
      if (!namespace.isEmpty() && !namespace.equals(place.namespace())) {
        throw ApiFailure.badRequest(
            "the namespace of the provided object does not match the namespace sent on the request");
      }
      metadata.put("namespace", place.namespace());
    } else {
      metadata.remove("namespace");
    }
    List<String> unknown =
        admission.prune(place.kind(), object).stream()
            .map(path -> "unknown field \"" + path + "\"")
            .toList();
    if (!unknown.isEmpty() && options.validation() == WriteOptions.FieldValidation.STRICT) {
      throw ApiFailure.strict(place.kind(), unknown);
    }
    admission.checkTypes(place.kind(), object);
    return options.validation() == WriteOptions.FieldValidation.WARN ? unknown : List.of();
  }

  private static void matchKind(ResourceKind kind, ObjectNode object) {
    for (String field : List.of("apiVersion", "kind")) {
      JsonNode sent = object.path(field);
      String expected = field.equals("kind") ? kind.kind() : kind.apiVersion();
      if (Json.isNull(sent) || sent.asText().isEmpty()) {
        object.put(field, expected);
      } else if (!sent.asText().equals(expected)) {
        throw ApiFailure.badRequest(
            "the %s in the data (%s) does not match the expected %s (%s)"
                .formatted(
                    field.equals("kind") ? "object kind" : "API version",
                    sent.asText(),
                    field.equals("kind") ? "object kind" : "API version",
                    expected));
      }
    }
  }
}
