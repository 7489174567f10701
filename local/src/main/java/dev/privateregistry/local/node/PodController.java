package dev.privateregistry.local.node;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kubelet of this node: keeps one {@link PodRunner} for each pod that should run, stops those
 * that should not, and writes pod status.
 */
final class PodController implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PodController.class);

  private final KubernetesClient client;
  private final PodRunner.Node node;
  private final Prober prober = new Prober();
  private final LoopbackAddresses addresses = new LoopbackAddresses();
  private final Map<String, PodRunner> runners = new ConcurrentHashMap<>();
  private final WorkQueue queue = new WorkQueue("pod", this::reconcile);

  PodController(KubernetesClient client, PodRunner.Node node) {
    this.client = client;
    this.node = node;
    node.cluster().onPod(pod -> queue.mark(ClusterView.key(pod)));
    node.cluster().onSource(this::sourceChanged);
    node.cluster()
        .onClaim(
            claim -> node.cluster().pods(claim.getMetadata().getNamespace()).forEach(this::mark));
  }

  /** Stops every pod's processes, all at the same time, and says so in their status. */
  @Override
  public void close() {
    queue.close();
    List<Thread> stops = new ArrayList<>();
    runners.forEach((key, runner) -> stops.add(Thread.ofVirtual().start(() -> end(key, runner))));
    for (Thread stop : stops) {
      join(stop);
    }
  }

  private void mark(Pod pod) {
    queue.mark(ClusterView.key(pod));
  }

  private void sourceChanged(HasMetadata source) {
    for (Pod pod : node.cluster().pods(source.getMetadata().getNamespace())) {
      if (Volumes.refersTo(pod, source.getKind(), source.getMetadata().getName())) {
        mark(pod);
      }
    }
  }

  private void reconcile(String key) throws IOException, InterruptedException {
    Pod pod = node.cluster().pod(key).filter(PodController::isOurs).orElse(null);
    PodRunner runner = runners.get(key);
    if (runner != null && (pod == null || !runner.uid().equals(pod.getMetadata().getUid()))) {
      stop(key, runner);
      runner = null;
    }
    if (pod == null) {
      return;
    }
    if (Pods.isTerminating(pod)) {
      terminate(key, pod, runner);
    } else if (runner == null && !hasEnded(pod)) {
      start(key, pod);
    } else if (runner != null) {
      runner.refreshVolumes();
      writeStatus(pod, runner.status());
    }
  }

  private static boolean isOurs(Pod pod) {
    String nodeName = pod.getSpec().getNodeName();
    return nodeName == null || nodeName.isEmpty() || nodeName.equals(NodeAgent.NODE_NAME);
  }

  private static boolean hasEnded(Pod pod) {
    String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    boolean ended = "Succeeded".equals(phase) || "Failed".equals(phase);
    return ended
        && !"Always".equals(pod.getSpec().getRestartPolicy())
        && pod.getSpec().getRestartPolicy() != null;
  }

  private void start(String key, Pod pod) throws IOException {
    String ip = addresses.take(pod);
    PodRunner runner = new PodRunner(pod, ip, node, prober, () -> queue.mark(key));
    runners.put(key, runner);
    writeStatus(pod, runner.status());
    runner.start();
    queue.mark(key);
  }

  private void stop(String key, PodRunner runner) throws InterruptedException {
    runner.stop();
    addresses.giveBack(runner.ip());
    runners.remove(key, runner);
  }

  private void terminate(String key, Pod pod, @Nullable PodRunner runner)
      throws InterruptedException {
    if (runner != null) {
      stop(key, runner);
      writeStatus(pod, runner.status());
    }
    var resource =
        client
            .pods()
            .inNamespace(pod.getMetadata().getNamespace())
            .withName(pod.getMetadata().getName());
    if (pod.getMetadata().getFinalizers().contains(Pods.FINALIZER)) {
      resource.edit(
          live -> {
            List<String> finalizers = new ArrayList<>(live.getMetadata().getFinalizers());
            finalizers.remove(Pods.FINALIZER);
            return new PodBuilder(live)
                .editMetadata()
                .withFinalizers(finalizers)
                .endMetadata()
                .build();
          });
    }
    resource.withGracePeriod(0).delete();
  }

  private void end(String key, PodRunner runner) {
    try {
      runner.stop();
      node.cluster().pod(key).ifPresent(pod -> writeStatus(pod, runner.status()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("the last status of pod {} is not written: {}", key, e.toString());
    }
  }

  private void writeStatus(Pod pod, PodStatus status) {
    if (status.equals(pod.getStatus())) {
      return;
    }
    client
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .endMetadata()
                .withSpec(pod.getSpec())
                .withStatus(status)
                .build())
        .updateStatus();
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
