package dev.privateregistry.local.kube.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.stream.Collectors;

/** One complaint about one field of an object, worded as an API server words it. */
public record FieldError(String path, Reason reason, String message) {
  /** The machine-readable causes of apimachinery's field errors. */
  public enum Reason {
    INVALID("FieldValueInvalid"),
    REQUIRED("FieldValueRequired"),
    NOT_SUPPORTED("FieldValueNotSupported"),
    FORBIDDEN("FieldValueForbidden"),
    DUPLICATE("FieldValueDuplicate"),
    TOO_LONG("FieldValueTooLong"),
    TOO_MANY("FieldValueTooMany"),
    TYPE_INVALID("FieldValueTypeInvalid");

    private final String code;

    Reason(String code) {
      this.code = code;
    }

    public String code() {
      return code;
    }
  }

  public static FieldError invalid(String path, JsonNode value, String detail) {
    return new FieldError(path, Reason.INVALID, "Invalid value: " + shown(value) + ": " + detail);
  }

  public static FieldError invalid(String path, String value, String detail) {
    return invalid(path, TextNode.valueOf(value), detail);
  }

  public static FieldError wrongType(String path, JsonNode value, String detail) {
    return new FieldError(
        path, Reason.TYPE_INVALID, "Invalid value: " + shown(value) + ": " + detail);
  }

  public static FieldError required(String path, String detail) {
    return new FieldError(
        path, Reason.REQUIRED, detail.isEmpty() ? "Required value" : "Required value: " + detail);
  }

  public static FieldError forbidden(String path, String detail) {
    return new FieldError(path, Reason.FORBIDDEN, "Forbidden: " + detail);
  }

  public static FieldError duplicate(String path, JsonNode value) {
    return new FieldError(path, Reason.DUPLICATE, "Duplicate value: " + shown(value));
  }

  public static FieldError notSupported(String path, JsonNode value, List<String> supported) {
    return new FieldError(
        path,
        Reason.NOT_SUPPORTED,
        "Unsupported value: "
            + shown(value)
            + ": supported values: "
            + supported.stream().map(v -> '"' + v + '"').collect(Collectors.joining(", ")));
  }

  /** The complaint as one line: {@code spec.host: Required value}. */
  public String line() {
    return path + ": " + message;
  }

  private static String shown(JsonNode value) {
    return value.toString();
  }
}
