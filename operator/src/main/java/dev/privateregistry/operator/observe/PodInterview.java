package dev.privateregistry.operator.observe;

import dev.privateregistry.operator.decide.PodReport;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks all pods of a registry at once. */
public final class PodInterview {
  private final PodQuestion question;

  public PodInterview(PodQuestion question) {
    this.question = question;
  }

  /** Asks one pod. */
  @FunctionalInterface
  public interface PodQuestion {
    /** What the pod has in force; never fails. */
    PodReport.Answer ask(Pod pod, boolean tls);
  }

  /** Reports on every pod that may serve requests, ordered by name. */
  List<PodReport> ask(List<Pod> pods, boolean tls) {
    List<Pod> relevant =
        pods.stream()
            .filter(PodInterview::mayServe)
            .sorted((a, b) -> a.getMetadata().getName().compareTo(b.getMetadata().getName()))
            .toList();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<PodReport>> pending =
          relevant.stream().map(pod -> threads.submit(() -> report(pod, tls))).toList();
      List<PodReport> reports = new ArrayList<>();
      for (Future<PodReport> report : pending) {
        reports.add(report.get());
      }
      return reports;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking the pods", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a pod could not be asked", e.getCause());
    }
  }

  private PodReport report(Pod pod, boolean tls) {
    return new PodReport(
        pod.getMetadata().getName(),
        isReady(pod),
        pod.getMetadata().getDeletionTimestamp() != null,
        answer(pod, tls));
  }

  /** When a pod does not answer and its state says why, that is the answer. */
  private PodReport.Answer answer(Pod pod, boolean tls) {
    PodReport.Answer answer = question.ask(pod, tls);
    return answer instanceof PodReport.Unreachable
        ? PodTrouble.of(pod).<PodReport.Answer>map(PodReport.Unreachable::new).orElse(answer)
        : answer;
  }

  private static boolean mayServe(Pod pod) {
    String phase = pod.getStatus() == null ? "" : Objects.toString(pod.getStatus().getPhase(), "");
    return !phase.equals("Succeeded") && !phase.equals("Failed");
  }

  private static boolean isReady(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
  }
}
