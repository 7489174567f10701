package dev.privateregistry.local.kube.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.api.ApiFailure;
import dev.privateregistry.local.kube.api.ResourceKind;
import dev.privateregistry.local.kube.cel.SchemaRules;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.json.Meta;
import dev.privateregistry.local.kube.schema.Defaults;
import dev.privateregistry.local.kube.schema.FieldError;
import dev.privateregistry.local.kube.schema.SchemaValidator;
import dev.privateregistry.local.kube.schema.UnknownFields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an object goes through between its request and its place in the store. */
public final class Admission {
  /** Fields that an entry of the cluster's own controllers holds back from removal. */
  public static final String DEFINITION_CLEANUP = DefinitionDefaults.CLEANUP;

  private static final List<String> EMPTY_IS_ABSENT =
      List.of("annotations", "labels", "finalizers", "ownerReferences");

  private final SchemaRules rules = new SchemaRules();

  /**
   * Removes unknown fields in place.
   *
   * @return the paths of what was removed
   */
  public List<String> prune(ResourceKind kind, ObjectNode object) {
    return UnknownFields.prune(object, kind.schema());
  }

  /** Refuses an object whose fields have the wrong types, as the decoder of a server does. */
  public void checkTypes(ResourceKind kind, ObjectNode object) {
    if (kind.custom()) {
      return;
    }
    ObjectNode candidate = object.deepCopy();
    Json.dropNulls(candidate);
    List<FieldError> errors = SchemaValidator.validate(candidate, kind.schema(), "");
    for (FieldError error : errors) {
      if (error.reason() == FieldError.Reason.TYPE_INVALID) {
        throw ApiFailure.badRequest(
            "%s in version \"%s\" cannot be handled as a %s: json: cannot unmarshal into field %s: %s"
                .formatted(
                    kind.kind(),
                    kind.groupVersion().version(),
                    kind.kind(),
                    error.path(),
                    error.message()));
      }
    }
  }

  /** Adds defaults in place. */
  public void applyDefaults(ResourceKind kind, ObjectNode object) {
    if (kind.custom()) {
      Defaults.apply(object, kind.schema());
    } else {
      Json.dropNulls(object);
      BuiltinDefaults.apply(kind.kind(), object);
    }
    ObjectNode metadata = new Meta(object).node();
    Json.dropNulls(metadata);
    EMPTY_IS_ABSENT.forEach(
        field -> {
          if (metadata.path(field).isEmpty()) {
            metadata.remove(field);
          }
        });
  }

  /** Writes what controllers of a cluster would write when the object is created or changed. */
  public void complete(ResourceKind kind, ObjectNode object, boolean created, String now) {
    if (!kind.custom() && kind.kind().equals("CustomResourceDefinition")) {
      DefinitionDefaults.establish(object, now);
      if (created) {
        List<String> finalizers = new ArrayList<>(new Meta(object).finalizers());
        finalizers.add(DefinitionDefaults.CLEANUP);
        new Meta(object).finalizers(finalizers);
      }
    }
  }

  /**
   * Holds the object to its schema and rules.
   *
   * @param old the object before the change, null when it is new
   * @throws ApiFailure 422 with every complaint
   */
  public void validate(ResourceKind kind, ObjectNode object, @Nullable ObjectNode old) {
    List<FieldError> errors = new ArrayList<>(NameRules.check(kind, object));
    if (kind.custom()) {
      List<FieldError> structure = new ArrayList<>();
      validateFields(kind, object, structure);
      errors.addAll(structure);
      if (structure.isEmpty()) {
        errors.addAll(rules.check(kind.schema(), object, old));
      }
    } else {
      errors.addAll(BuiltinRules.check(kind.kind(), object, old));
    }
    if (kind.kind().equals("CustomResourceDefinition") && !kind.custom()) {
      errors.addAll(rules.checkDefinition(object));
    }
    if (!errors.isEmpty()) {
      throw ApiFailure.invalid(kind, new Meta(object).name(), errors);
    }
  }

  private static void validateFields(
      ResourceKind kind, ObjectNode object, List<FieldError> errors) {
    for (JsonNode required : kind.schema().node().path("required")) {
      if (!object.has(required.asText())) {
        errors.add(FieldError.required(required.asText(), ""));
      }
    }
    object
        .properties()
        .forEach(
            field ->
                errors.addAll(
                    SchemaValidator.validate(
                        field.getValue(),
                        kind.schema().fieldOrAny(field.getKey()),
                        field.getKey())));
  }
}
