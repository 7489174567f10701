package dev.privateregistry.operator.apply;

import dev.privateregistry.operator.api.surroundings.OptionalKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/** Where the API server keeps objects, optional kinds included; nothing is looked up for it. */
public final class ObjectEndpoint {
  private ObjectEndpoint() {}

  /** The place of one object. */
  @SuppressWarnings("unchecked")
  static <T extends HasMetadata> Resource<T> of(KubernetesClient client, T object) {
    return OptionalKind.of(object)
        .map(
            kind ->
                (Resource<T>)
                    client
                        .genericKubernetesResources(of(kind))
                        .inNamespace(object.getMetadata().getNamespace())
                        .resource((GenericKubernetesResource) object))
        .orElseGet(() -> client.resource(object));
  }

  /** The place of all objects of a kind. */
  public static ResourceDefinitionContext of(OptionalKind kind) {
    return new ResourceDefinitionContext.Builder()
        .withGroup(kind.group())
        .withVersion(kind.version())
        .withKind(kind.kind())
        .withPlural(kind.plural())
        .withNamespaced(kind.isNamespaced())
        .build();
  }
}
