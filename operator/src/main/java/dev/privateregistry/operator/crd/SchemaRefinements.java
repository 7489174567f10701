package dev.privateregistry.operator.crd;

import dev.privateregistry.operator.api.v1alpha1.AccessRule;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What the annotations of the generator cannot say: lists with keys, so that several writers can
 * own their own elements; the order of the printed columns; a word about the parts.
 */
final class SchemaRefinements {
  private static final List<String> COLUMNS = List.of("URL", "READY", "CERTIFICATE", "AGE");

  private static final Map<String, String> CONDITION =
      Map.of(
          "type",
          "Ready, Reconciling, Stalled, CertificateReady, CredentialsReady, Exposed,"
              + " WorkloadReady or Monitored.",
          "status",
          "True, False or Unknown. Reconciling and Stalled are False when all is well.",
          "reason",
          "Why, in one word for programs.",
          "message",
          "Why, in words, and what to do.",
          "lastTransitionTime",
          "When the status changed last.",
          "observedGeneration",
          "The generation of the spec that this condition speaks of.");

  private SchemaRefinements() {}

  static void apply(CustomResourceDefinition definition) {
    definition.getSpec().getNames().setCategories(List.of("all"));
    definition.getSpec().getVersions().forEach(SchemaRefinements::apply);
  }

  private static void apply(CustomResourceDefinitionVersion version) {
    version
        .getAdditionalPrinterColumns()
        .sort(Comparator.comparingInt(column -> COLUMNS.indexOf(column.getName())));
    JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
    root.setDescription("A private container registry.");
    property(root, "spec")
        .setDescription("What is asked for. An empty spec is a working registry.");
    property(root, "status").setDescription("What the operator reports.");
    JSONSchemaProps config = property(root, "spec", "config");
    config.setAdditionalProperties(null);
    config.setXKubernetesPreserveUnknownFields(true);
    keyedList(root, "type", "status", "conditions");
    CONDITION.forEach(
        (field, description) ->
            property(element(property(root, "status", "conditions")), field)
                .setDescription(description));
    keyedList(root, "name", "status", "users");
    keyedList(root, "name", "spec", "auth", "users");
    JSONSchemaProps rule =
        element(property(element(property(root, "spec", "auth", "users")), "access"));
    property(rule, "repositories").setXKubernetesListType("set");
    property(rule, "actions").setXKubernetesListType("set");
    JSONSchemaProps repository = element(property(rule, "repositories"));
    repository.setPattern(AccessRule.REPOSITORIES);
    repository.setMaxLength(255L);
  }

  private static void keyedList(JSONSchemaProps root, String key, String... path) {
    JSONSchemaProps list = property(root, path);
    list.setXKubernetesListType("map");
    list.setXKubernetesListMapKeys(List.of(key));
    JSONSchemaProps element = element(list);
    if (!element.getRequired().contains(key)) {
      element.getRequired().add(key);
    }
  }

  private static JSONSchemaProps element(JSONSchemaProps list) {
    return list.getItems().getSchema();
  }

  private static JSONSchemaProps property(JSONSchemaProps root, String... path) {
    JSONSchemaProps found = root;
    for (String name : path) {
      JSONSchemaProps next = found.getProperties().get(name);
      if (next == null) {
        throw new IllegalStateException("the schema has no " + String.join(".", path));
      }
      found = next;
    }
    return found;
  }
}
