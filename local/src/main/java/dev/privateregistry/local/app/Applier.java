package dev.privateregistry.local.app;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import java.net.HttpURLConnection;
import java.util.List;

/**
 * Applies manifests server-side as field manager {@code up}. What a file says wins over what others
 * set. Of a list of manifests all are tried first without effect: a broken one changes nothing.
 */
final class Applier {
  private static final String FIELD_MANAGER = "up";

  private final KubernetesClient client;

  Applier(KubernetesClient client) {
    this.client = client;
  }

  /** Asks the API server whether it would take them. */
  void check(List<Manifest> manifests) throws UpException {
    boolean makesRoom =
        manifests.stream()
            .map(manifest -> manifest.object().getKind())
            .anyMatch(kind -> kind.equals("Namespace") || kind.equals("CustomResourceDefinition"));
    for (Manifest manifest : manifests) {
      try {
        send(manifest, true);
      } catch (KubernetesClientException e) {
        boolean mayComeTrue = makesRoom && e.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
        if (!mayComeTrue) {
          throw refused(manifest, e);
        }
      }
    }
  }

  /** Applies them in order, after {@link #check}. */
  void apply(List<Manifest> manifests) throws UpException {
    check(manifests);
    for (Manifest manifest : manifests) {
      try {
        send(manifest, false);
      } catch (KubernetesClientException e) {
        throw refused(manifest, e);
      }
    }
  }

  private void send(Manifest manifest, boolean dryRun) {
    GenericKubernetesResource object = manifest.object();
    client
        .resource(object)
        .dryRun(dryRun)
        .fieldValidation(FieldValidateable.Validation.STRICT)
        .fieldManager(FIELD_MANAGER)
        .forceConflicts()
        .serverSideApply();
  }

  private static UpException refused(Manifest manifest, KubernetesClientException e) {
    String reason =
        e.getStatus() == null || e.getStatus().getMessage() == null
            ? String.valueOf(e.getMessage())
            : e.getStatus().getMessage();
    return new UpException(
        manifest.where() + ": " + manifest.identity() + " is refused: " + reason, e);
  }
}
