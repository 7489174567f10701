package dev.privateregistry.operator.observe;

import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Why a pod does not run, as the scheduler and the kubelet note it in its status. */
final class PodTrouble {

  /** What every pod goes through at its start. */
  private static final Set<String> USUAL = Set.of("ContainerCreating", "PodInitializing");

  private PodTrouble() {}

  /** The first trouble, in words; empty when there is none but to wait. */
  static Optional<String> of(Pod pod) {
    PodStatus status = pod.getStatus();
    return status == null
        ? Optional.empty()
        : Stream.concat(waiting(status), unscheduled(status)).findFirst();
  }

  private static Stream<String> waiting(PodStatus status) {
    return status.getContainerStatuses().stream()
        .flatMap(container -> Stream.ofNullable(container.getState()))
        .flatMap(state -> Stream.ofNullable(state.getWaiting()))
        .filter(PodTrouble::unusual)
        .map(waiting -> told(waiting.getReason(), waiting.getMessage()));
  }

  private static boolean unusual(ContainerStateWaiting waiting) {
    return waiting.getReason() != null && !USUAL.contains(waiting.getReason());
  }

  private static Stream<String> unscheduled(PodStatus status) {
    return status.getConditions().stream()
        .filter(it -> "PodScheduled".equals(it.getType()) && "False".equals(it.getStatus()))
        .map(it -> told(Objects.toString(it.getReason(), "Unscheduled"), it.getMessage()));
  }

  private static String told(String reason, @Nullable String message) {
    return message == null || message.isBlank() ? reason : reason + ": " + message;
  }
}
