package dev.privateregistry.operator.crd;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.Comparator;
import java.util.List;

/**
 * What the annotations of the generator cannot say: lists with keys, so that several writers can
 * own their own elements; the order of the printed columns; a word about the parts.
 */
final class SchemaRefinements {
  private static final List<String> COLUMNS = List.of("URL", "READY", "CERTIFICATE", "AGE");

  private SchemaRefinements() {}

  static void apply(CustomResourceDefinition definition) {
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
    keyedList(root, "type", "status", "conditions");
    keyedList(root, "name", "status", "users");
    keyedList(root, "name", "spec", "auth", "users");
  }

  private static void keyedList(JSONSchemaProps root, String key, String... path) {
    JSONSchemaProps list = property(root, path);
    list.setXKubernetesListType("map");
    list.setXKubernetesListMapKeys(List.of(key));
    JSONSchemaProps element = list.getItems().getSchema();
    if (!element.getRequired().contains(key)) {
      element.getRequired().add(key);
    }
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
