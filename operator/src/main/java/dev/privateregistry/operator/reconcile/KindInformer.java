package dev.privateregistry.operator.reconcile;

import dev.privateregistry.operator.api.surroundings.OptionalKind;
import dev.privateregistry.operator.apply.ObjectEndpoint;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Follows the objects of one optional kind: ours by their marks, or all when the kind is not in
 * namespaces. It goes on trying whatever the API server answers, until it is closed.
 */
final class KindInformer implements AutoCloseable {
  private static final String BY_REGISTRY = "registry";

  /** How long a written version is believed to be newer than what the watch has told. */
  static final Duration LAG = Duration.ofSeconds(2);

  private final List<SharedIndexInformer<GenericKubernetesResource>> informers;
  private final Map<String, Written> written = new ConcurrentHashMap<>();
  private final Consumer<GenericKubernetesResource> changed;

  private record Written(GenericKubernetesResource object, long at) {}

  /**
   * @param namespaces those that are watched; empty for all
   * @param changed is told of every object that appears, changes or goes
   */
  KindInformer(
      KubernetesClient client,
      OptionalKind kind,
      Set<String> namespaces,
      Consumer<GenericKubernetesResource> changed) {
    this.changed = changed;
    MixedOperation<
            GenericKubernetesResource,
            GenericKubernetesResourceList,
            Resource<GenericKubernetesResource>>
        objects = client.genericKubernetesResources(ObjectEndpoint.of(kind));
    if (!kind.isNamespaced()) {
      informers = List.of(objects.runnableInformer(0));
    } else if (namespaces.isEmpty()) {
      informers =
          List.of(
              objects
                  .inAnyNamespace()
                  .withLabelSelector(RegistryMarks.SELECTOR)
                  .runnableInformer(0));
    } else {
      informers =
          namespaces.stream()
              .map(objects::inNamespace)
              .map(it -> it.withLabelSelector(RegistryMarks.SELECTOR).runnableInformer(0))
              .toList();
    }
  }

  /**
   * Begins to follow.
   *
   * @param synced is told when everything that was there is known
   */
  void start(Runnable synced) {
    for (SharedIndexInformer<GenericKubernetesResource> informer : informers) {
      informer
          .addIndexers(Map.of(BY_REGISTRY, RegistryMarks::keys))
          .addEventHandler(new Changes())
          .exceptionHandler((started, failure) -> true)
          .start()
          .thenRun(synced);
    }
  }

  boolean hasSynced() {
    return informers.stream().allMatch(SharedIndexInformer::hasSynced);
  }

  /** The newest version known of an object. */
  Optional<GenericKubernetesResource> newest(String namespace, String name) {
    String key = Cache.namespaceKeyFunc(namespace, name);
    Optional<GenericKubernetesResource> watched =
        informers.stream()
            .flatMap(it -> Stream.ofNullable(it.getStore().getByKey(key)))
            .findFirst();
    Written recent = written.get(key);
    if (recent == null || System.nanoTime() - recent.at() > LAG.toNanos()) {
      return watched;
    }
    return watched
        .filter(it -> !isOlder(it, recent.object()))
        .or(() -> Optional.of(recent.object()));
  }

  /** All that carries the marks of a registry. */
  Stream<GenericKubernetesResource> marked(String key) {
    return informers.stream()
        .flatMap(it -> it.getIndexer().byIndex(BY_REGISTRY, key).stream())
        .flatMap(
            it -> newest(it.getMetadata().getNamespace(), it.getMetadata().getName()).stream());
  }

  Stream<GenericKubernetesResource> all() {
    return informers.stream().flatMap(it -> it.getStore().list().stream());
  }

  /**
   * What the API server answered to a write; the watch tells of it later. Or has told already, even
   * that the object is gone: whoever relies on it must look again after {@link #LAG}.
   */
  void written(GenericKubernetesResource object) {
    written.put(key(object), new Written(object, System.nanoTime()));
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::stop);
  }

  private static String key(HasMetadata object) {
    return Cache.namespaceKeyFunc(
        object.getMetadata().getNamespace(), object.getMetadata().getName());
  }

  /** Versions are numbers that grow; what cannot be compared is believed. */
  private static boolean isOlder(HasMetadata one, HasMetadata other) {
    try {
      return version(one) < version(other);
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static long version(HasMetadata object) {
    return Long.parseLong(object.getMetadata().getResourceVersion());
  }

  private final class Changes implements ResourceEventHandler<GenericKubernetesResource> {
    @Override
    public void onAdd(GenericKubernetesResource object) {
      heardOf(object);
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource object) {
      heardOf(object);
    }

    @Override
    public void onDelete(GenericKubernetesResource object, boolean finalStateUnknown) {
      written.remove(key(object));
      changed.accept(object);
    }

    private void heardOf(GenericKubernetesResource object) {
      written.computeIfPresent(
          key(object), (key, recent) -> isOlder(object, recent.object()) ? recent : null);
      changed.accept(object);
    }
  }
}
