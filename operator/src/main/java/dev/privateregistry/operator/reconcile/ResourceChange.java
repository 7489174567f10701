package dev.privateregistry.operator.reconcile;

import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import java.util.Objects;

/** Which changes of a resource ask for a decision: those of its spec and its annotations. */
public final class ResourceChange {
  private ResourceChange() {}

  /** Whether more than the status has changed. */
  public static boolean matters(PrivateRegistry before, PrivateRegistry after) {
    return !Objects.equals(
            before.getMetadata().getGeneration(), after.getMetadata().getGeneration())
        || !Objects.equals(before.getMetadata().getUid(), after.getMetadata().getUid())
        || !Objects.equals(
            before.getMetadata().getAnnotations(), after.getMetadata().getAnnotations());
  }
}
