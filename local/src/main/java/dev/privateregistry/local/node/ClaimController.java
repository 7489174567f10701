package dev.privateregistry.local.node;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Binds each claim to a folder. The folder lives as long as the claim: it goes when the claim is
 * deleted and no pod uses it any more, and never for any other reason.
 */
final class ClaimController implements AutoCloseable {
  /** The finalizer that holds a deleted claim back while a pod uses it, as in a cluster. */
  static final String PROTECTION = "kubernetes.io/pvc-protection";

  private final KubernetesClient client;
  private final ClusterView cluster;
  private final EventRecorder events;
  private final Path node;
  private final WorkQueue queue = new WorkQueue("claim", this::reconcile);

  ClaimController(KubernetesClient client, ClusterView cluster, EventRecorder events, Path node) {
    this.client = client;
    this.cluster = cluster;
    this.events = events;
    this.node = node;
    cluster.onClaim(claim -> queue.mark(ClusterView.key(claim)));
    cluster.onPod(pod -> claims(pod).forEach(queue::mark));
  }

  @Override
  public void close() {
    queue.close();
  }

  private void reconcile(String key) throws IOException {
    PersistentVolumeClaim claim = cluster.claim(key).orElse(null);
    if (claim == null) {
      return;
    }
    if (claim.getMetadata().getDeletionTimestamp() == null) {
      bind(claim);
    } else if (claim.getMetadata().getFinalizers().contains(PROTECTION) && !inUse(key)) {
      PodFolder.deleteRecursively(folder(claim));
      finalizers(claim, false);
    }
  }

  private void bind(PersistentVolumeClaim claim) throws IOException {
    if (!claim.getMetadata().getFinalizers().contains(PROTECTION)) {
      finalizers(claim, true);
      return;
    }
    Path folder = PodFolder.createPrivate(folder(claim));
    if (claim.getStatus() != null && "Bound".equals(claim.getStatus().getPhase())) {
      return;
    }
    client
        .resource(
            new PersistentVolumeClaimBuilder(claim)
                .editMetadata()
                .withManagedFields()
                .endMetadata()
                .withNewStatus()
                .withPhase("Bound")
                .withAccessModes(claim.getSpec().getAccessModes())
                .withCapacity(claim.getSpec().getResources().getRequests())
                .endStatus()
                .build())
        .updateStatus();
    events.record(claim, "Normal", "ProvisioningSucceeded", "Bound to the folder " + folder);
  }

  private void finalizers(PersistentVolumeClaim claim, boolean add) {
    List<String> finalizers = new ArrayList<>(claim.getMetadata().getFinalizers());
    if (add) {
      finalizers.add(PROTECTION);
    } else {
      finalizers.remove(PROTECTION);
    }
    client
        .resource(
            new PersistentVolumeClaimBuilder(claim)
                .editMetadata()
                .withFinalizers(finalizers)
                .endMetadata()
                .build())
        .update();
  }

  private boolean inUse(String key) {
    return cluster.pods().stream().anyMatch(pod -> claims(pod).contains(key));
  }

  private static List<String> claims(Pod pod) {
    List<String> claims = new ArrayList<>();
    for (var volume : pod.getSpec().getVolumes()) {
      if (volume.getPersistentVolumeClaim() != null) {
        claims.add(
            ClusterView.key(
                pod.getMetadata().getNamespace(),
                volume.getPersistentVolumeClaim().getClaimName()));
      }
    }
    return claims;
  }

  private Path folder(PersistentVolumeClaim claim) {
    return PodFolder.claim(node, claim.getMetadata().getNamespace(), claim.getMetadata().getName());
  }
}
