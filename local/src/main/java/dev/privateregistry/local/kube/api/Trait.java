package dev.privateregistry.local.kube.api;

/** What sets a kind apart from the plain ones. */
public enum Trait {
  /** Objects live in namespaces. */
  NAMESPACED,
  /** {@code status} is written through its own path only. */
  STATUS,
  /** {@code metadata.generation} counts changes of the desired state. */
  GENERATION,
  /** The path {@code /scale} reads and writes the number of replicas. */
  SCALE,
  /** Deletion waits for the node's confirmation. */
  GRACEFUL,
  /** Not worth a file: gone with the process. */
  EPHEMERAL,
  /** Answers a question and is never stored. */
  REVIEW,
  /** Declared by a CustomResourceDefinition. */
  CUSTOM
}
