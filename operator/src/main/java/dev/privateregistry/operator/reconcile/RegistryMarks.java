package dev.privateregistry.operator.reconcile;

import dev.privateregistry.operator.api.v1alpha1.Ownership;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The marks by which the objects of a registry are found. */
final class RegistryMarks {
  /** Selects everything that carries them. */
  static final String SELECTOR = "app.kubernetes.io/managed-by=" + Ownership.MANAGER;

  private RegistryMarks() {}

  /** The key of a registry in an index. */
  static String key(String namespace, String registry) {
    return namespace + "/" + registry;
  }

  /** The registry of an object, for an index: one key or none. */
  static List<String> keys(HasMetadata object) {
    return instance(object)
        .map(name -> List.of(key(object.getMetadata().getNamespace(), name)))
        .orElse(List.of());
  }

  /** The resources that own an object or whose marks it carries. */
  static Stream<ResourceID> resources(HasMetadata object) {
    String namespace = object.getMetadata().getNamespace();
    Stream<ResourceID> owners =
        object.getMetadata().getOwnerReferences().stream()
            .filter(reference -> reference.getKind().equals("PrivateRegistry"))
            .map(reference -> new ResourceID(reference.getName(), namespace));
    return Stream.concat(
        owners, instance(object).stream().map(name -> new ResourceID(name, namespace)));
  }

  private static Optional<String> instance(HasMetadata object) {
    Map<String, String> labels = object.getMetadata().getLabels();
    if (labels == null || !Ownership.MANAGER.equals(labels.get("app.kubernetes.io/managed-by"))) {
      return Optional.empty();
    }
    return Optional.ofNullable(labels.get("app.kubernetes.io/instance"));
  }
}
