package dev.privateregistry.local.node;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node of one machine: starts what the API server's Deployments, claims and Services ask for. */
public final class NodeAgent implements AutoCloseable {
  /** The node every pod is bound to. */
  public static final String NODE_NAME = "local";

  static final String FIELD_MANAGER = "local-node";

  private static final Logger LOG = LoggerFactory.getLogger(NodeAgent.class);

  private final ClusterView cluster;
  private final EventRecorder events;
  private final ClaimController claims;
  private final ServiceController services;
  private final PodController pods;
  private final DeploymentController deployments;

  private NodeAgent(KubernetesClient client, NodeOptions options) {
    this.cluster = new ClusterView(client);
    this.events = new EventRecorder(client, "kubelet");
    this.claims = new ClaimController(client, cluster, events, options.folder());
    this.services = new ServiceController(client, cluster, events, options.ports());
    this.pods =
        new PodController(
            client,
            new PodRunner.Node(
                options.folder(), options.programs(), options.backoff(), cluster, events));
    this.deployments = new DeploymentController(client, cluster, events);
  }

  /**
   * Ends what an agent that was killed left behind, then takes up work.
   *
   * @throws IOException when the folder cannot be used
   */
  public static NodeAgent start(KubernetesClient client, NodeOptions options) throws IOException {
    PodFolder.createPrivate(options.folder());
    sweep(options.folder());
    register(client);
    takeBackReadiness(client);
    NodeAgent agent = new NodeAgent(client, options);
    agent.cluster.start();
    return agent;
  }

  /** The port of this machine behind which a Service is, once it has one. */
  public OptionalInt localPort(String namespace, String service) throws IOException {
    return services.localPort(namespace, service);
  }

  /** Whether a ready pod stands behind a Service. */
  public boolean serves(String namespace, String service) {
    return services.serves(namespace, service);
  }

  /** Stops taking connections, then every process, and writes the last status. */
  @Override
  public void close() {
    deployments.close();
    services.close();
    pods.close();
    claims.close();
    events.close();
    cluster.close();
  }

  private static void sweep(Path folder) throws IOException {
    Path pods = PodFolder.pods(folder);
    if (!Files.isDirectory(pods)) {
      return;
    }
    try (Stream<Path> files = Files.walk(pods, 2)) {
      for (Path record : files.filter(file -> file.toString().endsWith(".process")).toList()) {
        ChildProcess.sweep(record);
      }
    }
    PodFolder.deleteRecursively(pods);
  }

  /** No pod runs yet, whatever an agent that was killed said last. */
  private static void takeBackReadiness(KubernetesClient client) {
    for (Pod pod : client.pods().inAnyNamespace().list().getItems()) {
      if (Pods.isReady(pod)) {
        client.resource(Pods.unready(pod)).updateStatus();
      }
    }
  }

  private static void register(KubernetesClient client) {
    try {
      client
          .resource(
              new NodeBuilder()
                  .withNewMetadata()
                  .withName(NODE_NAME)
                  .endMetadata()
                  .withNewStatus()
                  .addNewCondition()
                  .withType("Ready")
                  .withStatus("True")
                  .withReason("KubeletReady")
                  .endCondition()
                  .endStatus()
                  .build())
          .fieldManager(FIELD_MANAGER)
          .forceConflicts()
          .serverSideApply();
    } catch (KubernetesClientException e) {
      LOG.debug("this API server keeps no Node objects: {}", e.toString());
    }
  }
}
