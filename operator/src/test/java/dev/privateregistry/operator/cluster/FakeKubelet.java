package dev.privateregistry.operator.cluster;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs the pods of one Deployment: a pod exists once all Secrets it mounts exist, and loads what is
 * in them as long as it may. Each pod listens on a loopback address of its own. A changed template
 * takes effect without a new pod.
 */
public final class FakeKubelet implements AutoCloseable {
  private static final long PAUSE = 20_000_000;

  private final KubernetesClient client;
  private final String namespace;
  private final String name;
  private final String address;
  private final List<FakeRegistry> processes = new CopyOnWriteArrayList<>();
  private final SharedIndexInformer<Deployment> deployments;
  private final SharedIndexInformer<Secret> secrets;
  private final Thread thread;
  private volatile boolean loading = true;
  private volatile boolean running = true;
  private int pods;

  /**
   * @param address the loopback address of the first pod; the others have the same in other
   *     networks
   */
  public FakeKubelet(TestCluster cluster, String name, String address) throws IOException {
    this.client = cluster.newClient("kubelet");
    this.namespace = cluster.namespace();
    this.name = name;
    this.address = address;
    this.processes.add(new FakeRegistry(address));
    this.deployments = client.apps().deployments().inNamespace(namespace).inform();
    this.secrets = client.secrets().inNamespace(namespace).inform();
    this.thread = Thread.ofVirtual().name("kubelet").start(this::run);
  }

  /** The process in the first pod. */
  public FakeRegistry registry() {
    return processes.getFirst();
  }

  /** The processes in all pods. */
  public List<FakeRegistry> registries() {
    return List.copyOf(processes);
  }

  /** Whether the pod takes over what changes in its Secrets. */
  public void loading(boolean loading) {
    this.loading = loading;
  }

  @Override
  public void close() throws IOException {
    running = false;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    deployments.stop();
    secrets.stop();
    for (FakeRegistry process : processes) {
      process.close();
    }
    client.close();
  }

  private void run() {
    while (running) {
      try {
        turn();
      } catch (KubernetesClientException changedMeanwhile) {
        // the next turn sees the change
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      LockSupport.parkNanos(PAUSE);
    }
  }

  private void turn() throws IOException {
    Deployment deployment = client.apps().deployments().inNamespace(namespace).withName(name).get();
    if (deployment == null || !mountsExist(deployment)) {
      return;
    }
    int replicas = deployment.getSpec().getReplicas();
    for (int i = processes.size(); i < replicas; i++) {
      processes.add(new FakeRegistry(address.replaceFirst("^127\\.0\\.", "127." + i + ".")));
    }
    processes.forEach(process -> load(deployment, process));
    for (; pods < replicas; pods++) {
      Pod created = client.resource(pod(deployment, pods)).create();
      client.resource(running(created, processes.get(pods))).updateStatus();
    }
    for (; pods > replicas; pods--) {
      client.resource(pod(deployment, pods - 1)).withGracePeriod(0).delete();
      processes.remove(pods - 1).close();
    }
    Long generation = deployment.getMetadata().getGeneration();
    if (deployment.getStatus() == null
        || deployment.getStatus().getReadyReplicas() == null
        || !Objects.equals(deployment.getStatus().getObservedGeneration(), generation)) {
      client
          .resource(
              deployment
                  .edit()
                  .withNewStatus()
                  .withObservedGeneration(generation)
                  .withReplicas(replicas)
                  .withUpdatedReplicas(replicas)
                  .withReadyReplicas(replicas)
                  .withAvailableReplicas(replicas)
                  .endStatus()
                  .build())
          .updateStatus();
    }
  }

  private void load(Deployment deployment, FakeRegistry registry) {
    if (!loading) {
      return;
    }
    ConfigMap config = client.configMaps().inNamespace(namespace).withName(name + "-config").get();
    if (config != null) {
      registry.config(bytes(config, "config.yml"), bytes(config, "access.yml"));
    }
    secret(deployment, "auth").map(s -> data(s, "htpasswd")).ifPresent(registry::htpasswd);
    secret(deployment, "tls")
        .ifPresent(s -> registry.certificate(text(s, "tls.crt"), text(s, "tls.key")));
  }

  private boolean mountsExist(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getVolumes().stream()
        .filter(volume -> volume.getSecret() != null)
        .allMatch(volume -> secret(deployment, volume.getName()).isPresent());
  }

  private Optional<Secret> secret(Deployment deployment, String volume) {
    return deployment.getSpec().getTemplate().getSpec().getVolumes().stream()
        .filter(candidate -> candidate.getName().equals(volume))
        .map(Volume::getSecret)
        .findFirst()
        .map(mounted -> secrets.getStore().getByKey(namespace + "/" + mounted.getSecretName()));
  }

  /** The pod of the template, on the ports where the process listens. */
  private Pod pod(Deployment deployment, int index) {
    FakeRegistry registry = processes.get(index);
    PodTemplateSpec template = deployment.getSpec().getTemplate();
    return new PodBuilder()
        .withNewMetadata()
        .withName(name + (index == 0 ? "-pod" : "-pod-" + index))
        .withNamespace(namespace)
        .withLabels(template.getMetadata().getLabels())
        .endMetadata()
        .withNewSpecLike(template.getSpec())
        .editFirstContainer()
        .withPorts(port("registry", registry.tlsPort()), port("debug", registry.statusPort()))
        .endContainer()
        .endSpec()
        .build();
  }

  private static Pod running(Pod pod, FakeRegistry registry) {
    return pod.edit()
        .withNewStatus()
        .withPhase("Running")
        .withPodIP(registry.address())
        .withPodIPs(new PodIP(registry.address()))
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .endCondition()
        .endStatus()
        .build();
  }

  private static ContainerPort port(String name, int number) {
    return new ContainerPortBuilder().withName(name).withContainerPort(number).build();
  }

  private static byte @Nullable [] bytes(ConfigMap config, String key) {
    String text = config.getData() == null ? null : config.getData().get(key);
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte @Nullable [] data(Secret secret, String key) {
    String encoded = secret.getData() == null ? null : secret.getData().get(key);
    return encoded == null ? null : Base64.getDecoder().decode(encoded);
  }

  private static String text(Secret secret, String key) {
    byte[] bytes = data(secret, key);
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }
}
