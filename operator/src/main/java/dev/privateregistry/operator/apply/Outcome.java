package dev.privateregistry.operator.apply;

import dev.privateregistry.operator.decide.Write;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** How the performance of a plan ended. */
public sealed interface Outcome {

  /** Every write was performed, or was not needed. */
  record Done() implements Outcome {}

  /**
   * The plan was made from something that has changed since; what follows was not attempted. A new
   * decision is all it takes.
   */
  record Overtaken(Write write) implements Outcome {}

  /** The API server refused a write; what follows was not attempted. */
  record Refused(Write write, KubernetesClientException reason) implements Outcome {}
}
