package dev.privateregistry.local.kube.store;

import java.util.Comparator;

/**
 * Where an object is.
 *
 * @param resource the kind's plural and group, {@code deployments.apps}
 * @param namespace empty for objects outside of namespaces
 */
public record ObjectKey(String resource, String namespace, String name)
    implements Comparable<ObjectKey> {
  private static final Comparator<ObjectKey> ORDER =
      Comparator.comparing(ObjectKey::resource)
          .thenComparing(ObjectKey::namespace)
          .thenComparing(ObjectKey::name);

  @Override
  public int compareTo(ObjectKey other) {
    return ORDER.compare(this, other);
  }
}
