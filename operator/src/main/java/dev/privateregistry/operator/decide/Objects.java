package dev.privateregistry.operator.decide;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The objects of one namespace that a decision knows, by type and name. */
public final class Objects {

  private final Map<Key, HasMetadata> byKey;

  private Objects(Map<Key, HasMetadata> byKey) {
    this.byKey = byKey;
  }

  /** Holds the given objects. */
  public static Objects of(Collection<? extends HasMetadata> objects) {
    Map<Key, HasMetadata> byKey = new LinkedHashMap<>();
    for (HasMetadata object : objects) {
      byKey.put(Key.of(object), object);
    }
    return new Objects(byKey);
  }

  /** Holds nothing. */
  public static Objects none() {
    return of(List.of());
  }

  /** The object of a type and name. */
  public <T extends HasMetadata> Optional<T> find(Class<T> type, String name) {
    return Optional.ofNullable(byKey.get(new Key(type, "", name))).map(type::cast);
  }

  /** What there is under the kind and the name of an object. */
  public Optional<HasMetadata> like(HasMetadata object) {
    return Optional.ofNullable(byKey.get(Key.of(object)));
  }

  /** The Secret of a name. */
  public Optional<Secret> secret(String name) {
    return find(Secret.class, name);
  }

  /** The ConfigMap of a name. */
  public Optional<ConfigMap> configMap(String name) {
    return find(ConfigMap.class, name);
  }

  /** All objects. */
  public Stream<HasMetadata> all() {
    return byKey.values().stream();
  }

  /** All objects of a type. */
  public <T extends HasMetadata> Stream<T> all(Class<T> type) {
    return all().filter(type::isInstance).map(type::cast);
  }

  /** Whether two objects are of one kind and name. */
  static boolean alike(HasMetadata one, HasMetadata other) {
    return Key.of(one).equals(Key.of(other));
  }

  /**
   * @param kind tells objects of one class apart; "" where the class says it all
   */
  private record Key(Class<?> type, String kind, String name) {
    static Key of(HasMetadata object) {
      String kind =
          object instanceof GenericKubernetesResource
              ? object.getApiVersion() + " " + object.getKind()
              : "";
      return new Key(object.getClass(), kind, object.getMetadata().getName());
    }
  }
}
