package dev.privateregistry.local.kube.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.schema.FieldError;
import java.util.List;
import java.util.stream.Collectors;

/** A request that ends with a {@code Status} of failure, in the API server's own words. */
public final class ApiFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final String reason;
  private final transient ObjectNode details;

  private ApiFailure(int code, String reason, String message, ObjectNode details) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  public int code() {
    return code;
  }

  public String reason() {
    return reason;
  }

  /** The body of the answer. */
  public ObjectNode status() {
    ObjectNode status = Json.object();
    status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
    status.put("status", "Failure").put("message", getMessage()).put("reason", reason);
    if (!details.isEmpty()) {
      status.set("details", details);
    }
    return status.put("code", code);
  }

  public static ApiFailure notFound(ResourceKind kind, String name) {
    return new ApiFailure(
        404,
        "NotFound",
        "%s \"%s\" not found".formatted(kind.resource(), name),
        details(kind.group(), kind.plural(), name));
  }

  public static ApiFailure missingNamespace(String name) {
    return new ApiFailure(
        404,
        "NotFound",
        "namespaces \"%s\" not found".formatted(name),
        details("", "namespaces", name));
  }

  /** No such path or kind. */
  public static ApiFailure noSuchResource() {
    return new ApiFailure(
        404, "NotFound", "the server could not find the requested resource", Json.object());
  }

  public static ApiFailure alreadyExists(ResourceKind kind, String name) {
    return new ApiFailure(
        409,
        "AlreadyExists",
        "%s \"%s\" already exists".formatted(kind.resource(), name),
        details(kind.group(), kind.plural(), name));
  }

  public static ApiFailure conflict(ResourceKind kind, String name, String why) {
    return new ApiFailure(
        409,
        "Conflict",
        "Operation cannot be fulfilled on %s \"%s\": %s".formatted(kind.resource(), name, why),
        details(kind.group(), kind.plural(), name));
  }

  /** The object changed since the writer read it. */
  public static ApiFailure stale(ResourceKind kind, String name) {
    return conflict(
        kind,
        name,
        "the object has been modified; please apply your changes to the latest version and try"
            + " again");
  }

  /** Fields of an apply belong to other managers. */
  public static ApiFailure ownership(String message, List<ObjectNode> causes) {
    ObjectNode details = Json.object();
    details.putArray("causes").addAll(causes);
    return new ApiFailure(409, "Conflict", message, details);
  }

  /** An object that breaks its schema or a rule. */
  public static ApiFailure invalid(ResourceKind kind, String name, List<FieldError> errors) {
    List<String> lines = errors.stream().map(FieldError::line).distinct().toList();
    String text = lines.size() == 1 ? lines.getFirst() : "[" + String.join(", ", lines) + "]";
    ObjectNode details = details(kind.group(), kind.kind(), name);
    ArrayNode causes = details.putArray("causes");
    errors.forEach(
        error ->
            causes
                .addObject()
                .put("reason", error.reason().code())
                .put("message", error.message())
                .put("field", error.path()));
    return new ApiFailure(
        422,
        "Invalid",
        "%s \"%s\" is invalid: %s".formatted(kind.qualifiedKind(), name, text),
        details);
  }

  /** Fields that the kind does not have, or the same field twice, under strict validation. */
  public static ApiFailure strict(ResourceKind kind, List<String> complaints) {
    return badRequest(
        "%s in version \"%s\" cannot be handled as a %s: strict decoding error: %s"
            .formatted(
                kind.kind(),
                kind.groupVersion().version(),
                kind.kind(),
                complaints.stream().collect(Collectors.joining(", "))));
  }

  public static ApiFailure badRequest(String message) {
    return new ApiFailure(400, "BadRequest", message, Json.object());
  }

  public static ApiFailure unprocessable(String message) {
    return new ApiFailure(422, "Invalid", message, Json.object());
  }

  public static ApiFailure forbidden(ResourceKind kind, String name, String why) {
    return new ApiFailure(
        403,
        "Forbidden",
        "%s \"%s\" is forbidden: %s".formatted(kind.resource(), name, why),
        details(kind.group(), kind.plural(), name));
  }

  public static ApiFailure unauthorized() {
    return new ApiFailure(401, "Unauthorized", "Unauthorized", Json.object());
  }

  public static ApiFailure methodNotAllowed() {
    return new ApiFailure(
        405,
        "MethodNotAllowed",
        "the server does not allow this method on the requested resource",
        Json.object());
  }

  public static ApiFailure unsupportedMediaType(String accepted) {
    return new ApiFailure(
        415,
        "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include: "
            + accepted,
        Json.object());
  }

  public static ApiFailure notAcceptable(String available) {
    return new ApiFailure(
        406,
        "NotAcceptable",
        "only the following media types are accepted: " + available,
        Json.object());
  }

  public static ApiFailure tooLarge(long limit) {
    return new ApiFailure(
        413, "RequestEntityTooLarge", "Request entity too large: limit is " + limit, Json.object());
  }

  /** The revision asked for is no longer held. */
  public static ApiFailure expired(String message) {
    return new ApiFailure(410, "Expired", message, Json.object());
  }

  public static ApiFailure internal(String message) {
    return new ApiFailure(
        500, "InternalError", "Internal error occurred: " + message, Json.object());
  }

  private static ObjectNode details(String group, String kind, String name) {
    ObjectNode details = Json.object();
    details.put("name", name);
    if (!group.isEmpty()) {
      details.put("group", group);
    }
    return details.put("kind", kind);
  }
}
