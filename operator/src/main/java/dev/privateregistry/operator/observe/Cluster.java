package dev.privateregistry.operator.observe;

import dev.privateregistry.operator.api.surroundings.OptionalKind;
import dev.privateregistry.operator.api.surroundings.Surroundings;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads objects of a cluster; from caches where there are caches. */
public interface Cluster {

  /** The object of a type, namespace and name, whoever owns it. */
  <T extends HasMetadata> Optional<T> find(Class<T> type, String namespace, String name);

  /** The object of an optional kind, whoever owns it; empty as well when there is no such kind. */
  Optional<GenericKubernetesResource> find(OptionalKind kind, String namespace, String name);

  /** Every object in the namespace that carries the marks of the registry, of whatever type. */
  Stream<HasMetadata> marked(String namespace, String registry);

  /** What the cluster offers. */
  Surroundings surroundings();
}
