package dev.privateregistry.local.kube.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.api.ResourceKind;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.json.Meta;
import dev.privateregistry.local.kube.schema.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Names, labels and annotations of every object. */
final class NameRules {
  private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final Pattern SUBDOMAIN = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
  private static final Pattern DNS_LABEL = Pattern.compile(LABEL);
  private static final Pattern SERVICE = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern LABEL_VALUE =
      Pattern.compile("(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?");
  private static final Pattern QUALIFIED =
      Pattern.compile(
          "(" + LABEL + "(\\." + LABEL + ")*/)?([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");
  private static final Set<String> FREE_NAMES =
      Set.of("Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding");
  private static final int MOST_ANNOTATIONS = 256 * 1024;

  private NameRules() {}

  static List<FieldError> check(ResourceKind kind, ObjectNode object) {
    List<FieldError> errors = new ArrayList<>();
    Meta meta = new Meta(object);
    name(kind, meta.name(), errors);
    meta.labels().forEach((key, value) -> label(key, value, errors));
    int size = 0;
    for (Map.Entry<String, JsonNode> annotation :
        Json.at(object, "metadata", "annotations").properties()) {
      size += annotation.getKey().length() + annotation.getValue().asText().length();
      if (!QUALIFIED.matcher(annotation.getKey().toLowerCase(Locale.ROOT)).matches()) {
        errors.add(
            FieldError.invalid(
                "metadata.annotations",
                annotation.getKey(),
                "name part must consist of alphanumeric"
                    + " characters, '-', '_' or '.', and must start and end with an alphanumeric"
                    + " character"));
      }
    }
    if (size > MOST_ANNOTATIONS) {
      errors.add(
          new FieldError(
              "metadata.annotations",
              FieldError.Reason.TOO_LONG,
              "Too long: may not be more than " + MOST_ANNOTATIONS + " bytes"));
    }
    return errors;
  }

  private static void name(ResourceKind kind, String name, List<FieldError> errors) {
    if (name.isEmpty()) {
      errors.add(FieldError.required("metadata.name", "name or generateName is required"));
      return;
    }
    if (FREE_NAMES.contains(kind.kind())) {
      if (name.contains("/") || name.contains("%")) {
        errors.add(FieldError.invalid("metadata.name", name, "may not contain '/' or '%'"));
      }
      return;
    }
    switch (kind.kind()) {
      case "Namespace" ->
          match(
              DNS_LABEL,
              63,
              name,
              errors,
              "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or"
                  + " '-', and must start and end with an alphanumeric character (e.g. 'my-name', "
                  + " or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')");
      case "Service" ->
          match(
              SERVICE,
              63,
              name,
              errors,
              "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start"
                  + " with an alphabetic character, and end with an alphanumeric character (e.g."
                  + " 'my-name',  or 'abc-123', regex used for validation is"
                  + " '[a-z]([-a-z0-9]*[a-z0-9])?')");
      default ->
          match(
              SUBDOMAIN,
              253,
              name,
              errors,
              "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters,"
                  + " '-' or '.', and must start and end with an alphanumeric character (e.g."
                  + " 'example.com', regex used for validation is"
                  + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')");
    }
  }

  private static void match(
      Pattern pattern, int longest, String name, List<FieldError> errors, String rule) {
    if (!pattern.matcher(name).matches()) {
      errors.add(FieldError.invalid("metadata.name", name, rule));
    }
    if (name.length() > longest) {
      errors.add(
          FieldError.invalid("metadata.name", name, "must be no more than " + longest + " bytes"));
    }
  }

  private static void label(String key, String value, List<FieldError> errors) {
    if (!QUALIFIED.matcher(key).matches()) {
      errors.add(
          FieldError.invalid(
              "metadata.labels",
              key,
              "name part must consist of alphanumeric characters, '-', '_'"
                  + " or '.', and must start and end with an alphanumeric character (e.g. 'MyName',"
                  + "  or 'my.name',  or '123-abc', regex used for validation is"
                  + " '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"));
    }
    if (!LABEL_VALUE.matcher(value).matches() || value.length() > 63) {
      errors.add(
          FieldError.invalid(
              "metadata.labels",
              value,
              "a valid label must be an empty string or consist of"
                  + " alphanumeric characters, '-', '_' or '.', and must start and end with an"
                  + " alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex"
                  + " used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"));
    }
  }
}
