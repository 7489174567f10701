package dev.privateregistry.local.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes pod status as kubelet does. */
final class PodStatuses {
  private PodStatuses() {}

  static PodStatus of(Pod pod, String ip, Instant startTime, List<ContainerView> views) {
    boolean ready = views.stream().allMatch(ContainerView::ready);
    List<PodCondition> before =
        pod.getStatus() == null ? List.of() : pod.getStatus().getConditions();
    List<PodCondition> conditions = new ArrayList<>();
    conditions.add(condition(before, "PodScheduled", true));
    conditions.add(condition(before, "Initialized", true));
    conditions.add(condition(before, "ContainersReady", ready));
    conditions.add(condition(before, "Ready", ready));
    return new PodStatusBuilder()
        .withPhase(phase(views))
        .withConditions(conditions)
        .withHostIP("127.0.0.1")
        .withPodIP(ip)
        .withPodIPs(new PodIP(ip))
        .withStartTime(time(startTime))
        .withQosClass("Burstable")
        .withContainerStatuses(statuses(pod.getSpec().getContainers(), views))
        .build();
  }

  private static String phase(List<ContainerView> views) {
    if (views.stream().allMatch(view -> view.state() instanceof ContainerView.Terminated)) {
      return views.stream().allMatch(view -> exitCode(view) == 0) ? "Succeeded" : "Failed";
    }
    boolean ranBefore =
        views.stream()
            .allMatch(
                view -> !(view.state() instanceof ContainerView.Waiting) || view.last() != null);
    return ranBefore ? "Running" : "Pending";
  }

  private static int exitCode(ContainerView view) {
    return view.state() instanceof ContainerView.Terminated end ? end.exitCode() : 0;
  }

  /** Keeps the transition time of a condition that did not change. */
  private static PodCondition condition(List<PodCondition> before, String type, boolean status) {
    String text = status ? "True" : "False";
    for (PodCondition known : before) {
      if (known.getType().equals(type) && known.getStatus().equals(text)) {
        return known;
      }
    }
    boolean readiness = type.endsWith("Ready");
    return new PodConditionBuilder()
        .withType(type)
        .withStatus(text)
        .withReason(readiness && !status ? "ContainersNotReady" : null)
        .withLastTransitionTime(time(Instant.now()))
        .build();
  }

  private static List<ContainerStatus> statuses(
      List<Container> containers, List<ContainerView> views) {
    List<ContainerStatus> statuses = new ArrayList<>();
    for (int i = 0; i < containers.size(); i++) {
      Container container = containers.get(i);
      ContainerView view = views.get(i);
      statuses.add(
          new ContainerStatusBuilder()
              .withName(container.getName())
              .withImage(container.getImage())
              .withImageID("")
              .withContainerID(containerId(view.state()))
              .withReady(view.ready())
              .withStarted(view.started())
              .withRestartCount(view.restarts())
              .withState(state(view.state()))
              .withLastState(view.last() == null ? new ContainerState() : state(view.last()))
              .build());
    }
    return statuses;
  }

  private static @Nullable String containerId(ContainerView.State state) {
    return switch (state) {
      case ContainerView.Running running -> "process://" + running.pid();
      case ContainerView.Terminated end -> "process://" + end.pid();
      case ContainerView.Waiting waiting -> null;
    };
  }

  private static ContainerState state(ContainerView.State state) {
    return switch (state) {
      case ContainerView.Waiting waiting ->
          new ContainerStateBuilder().withNewWaiting(waiting.message(), waiting.reason()).build();
      case ContainerView.Running running ->
          new ContainerStateBuilder().withNewRunning(time(running.since())).build();
      case ContainerView.Terminated end ->
          new ContainerStateBuilder()
              .withNewTerminated()
              .withContainerID("process://" + end.pid())
              .withExitCode(end.exitCode())
              .withReason(end.reason())
              .withStartedAt(time(end.startedAt()))
              .withFinishedAt(time(end.finishedAt()))
              .endTerminated()
              .build();
    };
  }

  static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
