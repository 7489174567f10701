package dev.privateregistry.local.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pod on this node: its address, its volumes and its containers. */
final class PodRunner implements ContainerRunner.Surroundings {
  /** What a node lends to all of its pods. */
  record Node(
      Path folder, Programs programs, Backoff backoff, ClusterView cluster, EventRecorder events) {}

  private static final Logger LOG = LoggerFactory.getLogger(PodRunner.class);
  private static final Duration DEFAULT_GRACE = Duration.ofSeconds(30);

  private final Pod pod;
  private final Node node;
  private final Prober prober;
  private final Runnable changed;
  private final String ip;
  private final PodFolder folder;
  private final Volumes volumes;
  private final Instant startTime = Instant.now();
  private final List<ContainerRunner> containers = new ArrayList<>();

  PodRunner(Pod pod, String ip, Node node, Prober prober, Runnable changed) {
    this.pod = pod;
    this.ip = ip;
    this.node = node;
    this.prober = prober;
    this.changed = changed;
    this.folder = new PodFolder(node.folder(), pod);
    this.volumes = new Volumes(pod, folder, node.cluster());
    for (Container container : pod.getSpec().getContainers()) {
      containers.add(new ContainerRunner(container, node.backoff(), this));
    }
  }

  void start() {
    containers.forEach(ContainerRunner::start);
  }

  String uid() {
    return pod.getMetadata().getUid();
  }

  String ip() {
    return ip;
  }

  /** Brings the projected volumes up to date with their ConfigMaps and Secrets. */
  void refreshVolumes() {
    try {
      if (volumes.mount()) {
        LOG.debug("volumes of {} changed", pod.getMetadata().getName());
      }
    } catch (CannotStart e) {
      event("Warning", e.reason(), e.message());
    }
  }

  /** Ends every container within the grace period and removes what belonged to the pod alone. */
  void stop() throws InterruptedException {
    containers.forEach(ContainerRunner::stop);
    for (ContainerRunner container : containers) {
      container.awaitStopped();
    }
    try {
      folder.delete();
    } catch (IOException e) {
      LOG.warn("the folder of pod {} stays: {}", pod.getMetadata().getName(), e.toString());
    }
  }

  PodStatus status() {
    return PodStatuses.of(
        pod, ip, startTime, containers.stream().map(ContainerRunner::view).toList());
  }

  @Override
  public ChildProcess start(Container container) throws CannotStart, IOException {
    if (pod.getSpec().getInitContainers() != null && !pod.getSpec().getInitContainers().isEmpty()) {
      throw CannotStart.config("spec.initContainers: this node runs no init containers");
    }
    if (container.getCommand() != null && !container.getCommand().isEmpty()) {
      throw CannotStart.config(
          "command: this node runs the program that stands for the image; give args only");
    }
    Program program =
        node.programs()
            .forImage(container.getImage())
            .orElseThrow(
                () ->
                    new CannotStart(
                        "ErrImagePull",
                        "no program on this node stands for image " + container.getImage()));
    volumes.mount();
    PathTranslation paths = volumes.translation();
    List<String> command = new ArrayList<>(List.of(program.launcher().toString()));
    container.getArgs().forEach(argument -> command.add(paths.translate(argument)));
    Map<String, String> environment = new Environment(node.cluster(), pod, ip).of(container, paths);
    environment.putAll(addresses(program, container));
    ContainerLog log = new ContainerLog(folder.log(container.getName()));
    log.rotate();
    ChildProcess process = ChildProcess.start(command, environment, log.file());
    process.record(folder.processRecord(container.getName()));
    return process;
  }

  @Override
  public void probe(Probe probe, Container container, Duration timeout)
      throws IOException, InterruptedException {
    prober.probe(probe, container, ip, timeout);
    new ContainerLog(folder.log(container.getName())).rotate();
  }

  @Override
  public void changed() {
    changed.run();
  }

  @Override
  public void event(String type, String reason, String message) {
    node.events().record(pod, type, reason, message);
  }

  @Override
  public boolean restarts(int exitCode) {
    String policy = pod.getSpec().getRestartPolicy();
    return switch (policy == null ? "Always" : policy) {
      case "Never" -> false;
      case "OnFailure" -> exitCode != 0;
      default -> true;
    };
  }

  @Override
  public Duration grace() {
    Long seconds = pod.getSpec().getTerminationGracePeriodSeconds();
    return seconds == null ? DEFAULT_GRACE : Duration.ofSeconds(seconds);
  }

  private Map<String, String> addresses(Program program, Container container) {
    Map<String, String> variables = new TreeMap<>();
    for (ContainerPort port : container.getPorts()) {
      String variable =
          port.getName() == null ? null : program.addressVariables().get(port.getName());
      if (variable != null) {
        variables.put(variable, ip + ":" + port.getContainerPort());
      }
    }
    return variables;
  }
}
