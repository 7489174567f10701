package dev.privateregistry.operator.crd;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The page that explains every field of the resource, from the schema an API server gets. */
final class ResourceReference {
  private static final String HEAD =
      """
      # The resource

      <!-- Generated from dev.privateregistry.operator.api; do not edit. -->

      `PrivateRegistry` (`privateregistry.dev/v1alpha1`, short name `preg`, namespaced). The same text is
      in `kubectl explain privateregistry`. Durations are written as `90s`, `24h` or `720h`. An unknown
      field is refused.

      Annotations on the resource:

      | annotation | effect |
      |---|---|
      | `privateregistry.dev/pause: "true"` | nothing is changed until it is removed |
      | `privateregistry.dev/rotate-credentials: "<any new value>"` | every generated password is replaced now |
      | `privateregistry.dev/renew-certificate: "<any new value>"` | the certificate is replaced now |
      """;

  private final StringBuilder page = new StringBuilder(HEAD);
  private final List<String> rules = new ArrayList<>();

  private ResourceReference() {}

  static String page(CustomResourceDefinition definition) {
    JSONSchemaProps schema =
        definition.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
    ResourceReference reference = new ResourceReference();
    new TreeMap<>(schema.getProperties()).forEach(reference::table);
    return reference.page.toString();
  }

  private void table(String name, JSONSchemaProps schema) {
    page.append("\n## ").append(name).append("\n\n").append(schema.getDescription()).append("\n\n");
    page.append("| field | type | default | |\n|---|---|---|---|\n");
    rules.clear();
    rules(name, schema);
    rows("", schema);
    if (!rules.isEmpty()) {
      page.append("\nRules:\n\n");
      rules.forEach(rule -> page.append("- ").append(rule).append('\n'));
    }
  }

  private void rows(String path, JSONSchemaProps schema) {
    Map<String, JSONSchemaProps> properties =
        new TreeMap<>(schema.getProperties() == null ? Map.of() : schema.getProperties());
    List<String> required = schema.getRequired() == null ? List.of() : schema.getRequired();
    properties.forEach((name, field) -> row(path + name, field, required.contains(name)));
  }

  private void row(String path, JSONSchemaProps field, boolean required) {
    String value =
        field.getDefault() == null ? (required ? "required" : "") : "`" + field.getDefault() + "`";
    String description = field.getDescription() == null ? "" : field.getDescription();
    page.append("| `%s` | %s | %s | %s |%n".formatted(path, type(field), value, cell(description)));
    rules(path, field);
    if (field.getItems() != null && field.getItems().getSchema() != null) {
      rules(path + "[]", field.getItems().getSchema());
      rows(path + "[].", field.getItems().getSchema());
    } else {
      rows(path + ".", field);
    }
  }

  private void rules(String path, JSONSchemaProps schema) {
    for (ValidationRule rule : schema.getXKubernetesValidations()) {
      String message = rule.getMessage() == null ? rule.getRule() : rule.getMessage();
      rules.add("`" + path + "`: " + message);
    }
  }

  private static String type(JSONSchemaProps field) {
    if (field.getEnum() != null && !field.getEnum().isEmpty()) {
      return String.join(
          ", ", field.getEnum().stream().map(value -> "`" + value.asText() + "`").toList());
    }
    if (field.getItems() != null && field.getItems().getSchema() != null) {
      return "list of " + field.getItems().getSchema().getType();
    }
    return field.getType() == null ? "integer or string" : field.getType();
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;").replace('\n', ' ');
  }
}
