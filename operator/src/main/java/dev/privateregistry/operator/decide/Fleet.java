package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.decide.PodReport.Loaded;
import dev.privateregistry.operator.decide.PodReport.Unreachable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The pods of one registry taken together.
 *
 * <p>A step is confirmed by every pod that serves requests now or may do so later without being
 * replaced. A pod that is not ready counts: when its container comes back it serves from files that
 * may be old. Only a pod that is going away does not.
 */
record Fleet(List<PodReport> pods) {

  Fleet {
    pods = pods.stream().filter(pod -> pod.ready() || !pod.terminating()).toList();
  }

  /** Whether at least one pod serves, and every pod says that it is so. */
  boolean confirms(Predicate<Loaded> loaded) {
    return anyReady() && pods.stream().allMatch(pod -> says(pod, loaded));
  }

  boolean anyReady() {
    return pods.stream().anyMatch(PodReport::ready);
  }

  /** How many pods there are that are not going away. */
  int size() {
    return (int) pods.stream().filter(pod -> !pod.terminating()).count();
  }

  int ready() {
    return (int) pods.stream().filter(pod -> pod.ready() && !pod.terminating()).count();
  }

  /** How long to wait before asking the pods again. */
  Duration pollInterval() {
    return anyReady() ? Duration.ofSeconds(1) : Duration.ofSeconds(10);
  }

  /** The names of the ready pods that say that it is so. */
  List<String> saying(Predicate<Loaded> loaded) {
    return pods.stream()
        .filter(pod -> pod.ready() && says(pod, loaded))
        .map(PodReport::name)
        .sorted()
        .toList();
  }

  /** Why it is not confirmed yet, in words; to be asked only when it is not. */
  String waitingFor(Predicate<Loaded> loaded) {
    Optional<PodReport> late = pods.stream().filter(pod -> !says(pod, loaded)).findFirst();
    if (late.isEmpty()) {
      return "waiting for a pod to become ready";
    }
    return "waiting for pod "
        + late.get().name()
        + switch (late.get().answer()) {
          case Unreachable(String reason) -> ", which does not answer: " + reason;
          case Loaded loadedFiles ->
              loadedFiles.complaints().isEmpty()
                  ? " to load the new files"
                  : ", which refuses its files: " + loadedFiles.complaints().getFirst();
        };
  }

  /** The version that runs; null when no pod says. */
  @Nullable String version() {
    return pods.stream()
        .filter(PodReport::ready)
        .map(PodReport::answer)
        .filter(Loaded.class::isInstance)
        .map(answer -> ((Loaded) answer).version())
        .findFirst()
        .orElse(null);
  }

  private static boolean says(PodReport pod, Predicate<Loaded> predicate) {
    return pod.answer() instanceof Loaded loaded && predicate.test(loaded);
  }
}
