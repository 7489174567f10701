package dev.privateregistry.local.kube.write;

import dev.privateregistry.local.kube.api.ResourceKind;
import dev.privateregistry.local.kube.store.ObjectKey;

/**
 * An object, or a part of it, as a request's path names it.
 *
 * @param namespace empty outside of namespaces
 * @param name empty for a whole collection
 * @param subresource empty for the object itself
 */
public record Place(ResourceKind kind, String namespace, String name, String subresource) {
  public ObjectKey key() {
    return new ObjectKey(kind.resource(), namespace, name);
  }

  public Place named(String other) {
    return new Place(kind, namespace, other, subresource);
  }

  boolean status() {
    return subresource.equals("status");
  }
}
