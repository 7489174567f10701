package dev.privateregistry.local.kube.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.privateregistry.local.kube.schema.FieldError.Reason;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Lengths, ranges, patterns and formats of single values. */
final class ValueBounds {
  private final JsonNode value;
  private final JsonNode schema;
  private final String path;
  private final List<FieldError> errors = new ArrayList<>();

  private ValueBounds(JsonNode value, Schema schema, String path) {
    this.value = value;
    this.schema = schema.node();
    this.path = path;
  }

  static List<FieldError> validate(JsonNode value, Schema schema, String path) {
    ValueBounds bounds = new ValueBounds(value, schema, path);
    if (value.isTextual()) {
      bounds.text(value.asText());
    } else if (value.isNumber()) {
      bounds.number(value.decimalValue());
    } else if (value.isArray()) {
      bounds.size("minItems", "maxItems", "items");
    } else if (value.isObject()) {
      bounds.size("minProperties", "maxProperties", "properties");
    }
    return bounds.errors;
  }

  private void complain(String rule) {
    errors.add(FieldError.invalid(path, value, path + " in body " + rule));
  }

  private void text(String text) {
    int length = text.codePointCount(0, text.length());
    if (length < schema.path("minLength").asInt(0)) {
      complain("should be at least %d chars long".formatted(schema.path("minLength").asInt()));
    }
    int longest = schema.path("maxLength").asInt(Integer.MAX_VALUE);
    if (length > longest) {
      errors.add(
          new FieldError(
              path, Reason.TOO_LONG, "Too long: may not be more than " + longest + " bytes"));
    }
    String pattern = schema.path("pattern").asText("");
    if (!pattern.isEmpty() && !matches(pattern, text)) {
      complain("should match '%s'".formatted(pattern));
    }
    String format = schema.path("format").asText("");
    if (!Formats.valid(format, text)) {
      complain("must be of type %s: %s".formatted(format, value));
    }
  }

  private static boolean matches(String pattern, String text) {
    try {
      return Pattern.compile(pattern).matcher(text).find();
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  private void number(BigDecimal number) {
    if (schema.has("minimum")) {
      boolean exclusive = schema.path("exclusiveMinimum").asBoolean();
      int order = number.compareTo(schema.path("minimum").decimalValue());
      if (order < 0 || (exclusive && order == 0)) {
        String rule = exclusive ? "should be greater than " : "should be greater than or equal to ";
        complain(rule + schema.path("minimum").asText());
      }
    }
    if (schema.has("maximum")) {
      boolean exclusive = schema.path("exclusiveMaximum").asBoolean();
      int order = number.compareTo(schema.path("maximum").decimalValue());
      if (order > 0 || (exclusive && order == 0)) {
        String rule = exclusive ? "should be less than " : "should be less than or equal to ";
        complain(rule + schema.path("maximum").asText());
      }
    }
    if (schema.has("multipleOf")
        && number.remainder(schema.path("multipleOf").decimalValue()).signum() != 0) {
      complain("should be a multiple of " + schema.path("multipleOf").asText());
    }
    range(number);
  }

  private void range(BigDecimal number) {
    if (schema.path("format").asText("").equals("int32")
        && number.abs().compareTo(BigDecimal.valueOf(1L << 31)) >= 0) {
      complain("must be of type int32: " + value);
    }
  }

  private void size(String minimum, String maximum, String what) {
    if (value.size() < schema.path(minimum).asInt(0)) {
      complain("should have at least %d %s".formatted(schema.path(minimum).asInt(), what));
    }
    int most = schema.path(maximum).asInt(Integer.MAX_VALUE);
    if (value.size() > most) {
      errors.add(
          new FieldError(
              path,
              Reason.TOO_MANY,
              "Too many: %d: must have at most %d items".formatted(value.size(), most)));
    }
  }
}
