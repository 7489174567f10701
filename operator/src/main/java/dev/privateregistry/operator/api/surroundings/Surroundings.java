package dev.privateregistry.operator.api.surroundings;

import java.util.List;
import java.util.Set;

/**
 * What the cluster offers.
 *
 * @param kinds the optional kinds that it has, and that the operator reads
 * @param ingressClasses the classes of an Ingress; empty as well when they cannot be read
 */
public record Surroundings(Set<OptionalKind> kinds, List<IngressClassFacts> ingressClasses) {

  /** A cluster with the kinds that every cluster has, and no more. */
  public static final Surroundings BARE = new Surroundings(Set.of(), List.of());

  public Surroundings {
    kinds = Set.copyOf(kinds);
    ingressClasses = List.copyOf(ingressClasses);
  }

  /** Whether objects of a kind can be made. */
  public boolean have(OptionalKind kind) {
    return kinds.contains(kind);
  }
}
