package dev.privateregistry.operator.reconcile;

import io.fabric8.kubernetes.client.KubernetesClientException;

/** What an API server said, without the request that it said it to. */
final class ApiErrors {
  private ApiErrors() {}

  static String message(KubernetesClientException e) {
    if (e.getStatus() != null && e.getStatus().getMessage() != null) {
      return e.getStatus().getMessage();
    }
    return e.getCode() > 0 ? "the API server answers " + e.getCode() : "it does not answer";
  }
}
