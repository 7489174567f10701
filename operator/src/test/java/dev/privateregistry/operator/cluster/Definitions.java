package dev.privateregistry.operator.cluster;

import dev.privateregistry.operator.api.surroundings.OptionalKind;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Locale;

/** Definitions of optional kinds that take every object: enough to know that a kind is there. */
public final class Definitions {
  private Definitions() {}

  /** Makes a cluster have a kind. */
  public static void install(KubernetesClient client, OptionalKind kind) {
    if (client.resource(of(kind)).get() == null) {
      client.resource(of(kind)).create();
    }
  }

  /** Makes a cluster have a kind no more; its objects go as well. */
  public static void remove(KubernetesClient client, OptionalKind kind) {
    client.resource(of(kind)).delete();
    Wait.until(
        kind.kind() + " removed", () -> client.resource(of(kind)).get() == null, () -> "there");
  }

  private static CustomResourceDefinition of(OptionalKind kind) {
    return new CustomResourceDefinitionBuilder()
        .withNewMetadata()
        .withName(kind.plural() + "." + kind.group())
        .addToAnnotations("api-approved.kubernetes.io", "unapproved, a test")
        .endMetadata()
        .withNewSpec()
        .withGroup(kind.group())
        .withScope("Namespaced")
        .withNewNames()
        .withKind(kind.kind())
        .withListKind(kind.kind() + "List")
        .withPlural(kind.plural())
        .withSingular(kind.kind().toLowerCase(Locale.ROOT))
        .endNames()
        .addNewVersion()
        .withName(kind.version())
        .withServed(true)
        .withStorage(true)
        .withNewSubresources()
        .withNewStatus()
        .endStatus()
        .endSubresources()
        .withNewSchema()
        .withNewOpenAPIV3Schema()
        .withType("object")
        .withXKubernetesPreserveUnknownFields(true)
        .endOpenAPIV3Schema()
        .endSchema()
        .endVersion()
        .endSpec()
        .build();
  }
}
