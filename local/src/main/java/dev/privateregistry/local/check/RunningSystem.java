package dev.privateregistry.local.check;

import io.fabric8.kubernetes.client.KubernetesClient;

/** The system under check, and the one fault that it cannot be given through its API. */
public interface RunningSystem {
  KubernetesClient client();

  /** SIGKILL to the operator's process, which is expected to come back by itself. */
  void killOperator();

  /** How often the operator came back. */
  int operatorRestarts();
}
