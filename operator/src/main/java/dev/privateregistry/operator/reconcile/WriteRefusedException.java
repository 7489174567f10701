package dev.privateregistry.operator.reconcile;

import dev.privateregistry.operator.apply.Outcome;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** The API server refused a write of a plan. It is tried again with growing intervals. */
final class WriteRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WriteRefusedException(Outcome.Refused refused) {
    super(message(refused), refused.reason());
  }

  /** Whether somebody must change something before another attempt can succeed. */
  boolean isFinal() {
    return getCause() instanceof KubernetesClientException e
        && (e.getCode() == 400 || e.getCode() == 403 || e.getCode() == 422);
  }

  private static String message(Outcome.Refused refused) {
    HasMetadata object = refused.write().object();
    return object.getKind()
        + " "
        + object.getMetadata().getName()
        + " cannot be written: "
        + ApiErrors.message(refused.reason());
  }
}
