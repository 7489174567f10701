package dev.privateregistry.operator.reconcile;

import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistryStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The status of a resource whose reconciliation failed. What was reported before stays, the Ready
 * condition among it: the registry goes on serving. Reconciling, or Stalled when somebody must act,
 * tells what is wrong.
 */
final class FailureReport {
  private FailureReport() {}

  static PrivateRegistryStatus of(PrivateRegistry resource, Exception failure, Instant now) {
    PrivateRegistryStatus before =
        Objects.requireNonNullElse(resource.getStatus(), PrivateRegistryStatus.NONE);
    Throwable reason = reason(failure);
    boolean stalled = reason instanceof WriteRefusedException refused && refused.isFinal();
    List<Condition> conditions = new ArrayList<>(before.conditions());
    long generation = Objects.requireNonNullElse(resource.getMetadata().getGeneration(), 0L);
    Condition told =
        new ConditionBuilder()
            .withType(stalled ? "Stalled" : "Reconciling")
            .withStatus("True")
            .withReason(stalled ? "WriteRefused" : "Retrying")
            .withMessage(message(reason))
            .withObservedGeneration(generation)
            .withLastTransitionTime(now.truncatedTo(ChronoUnit.SECONDS).toString())
            .build();
    put(conditions, told);
    if (before.condition("Ready").isEmpty()) {
      put(conditions, new ConditionBuilder(told).withType("Ready").withStatus("Unknown").build());
    }
    return before.withConditions(conditions);
  }

  /** Keeps the time of the last transition when the status does not change. */
  private static void put(List<Condition> conditions, Condition condition) {
    for (int i = 0; i < conditions.size(); i++) {
      Condition before = conditions.get(i);
      if (before.getType().equals(condition.getType())) {
        boolean same = before.getStatus().equals(condition.getStatus());
        conditions.set(
            i,
            new ConditionBuilder(condition)
                .withLastTransitionTime(
                    same ? before.getLastTransitionTime() : condition.getLastTransitionTime())
                .build());
        return;
      }
    }
    conditions.add(condition);
  }

  /** What is wrong, in one sentence. */
  static String message(Throwable failure) {
    return switch (reason(failure)) {
      case WriteRefusedException refused -> String.valueOf(refused.getMessage());
      case KubernetesClientException e ->
          "the objects of the registry cannot be read: " + ApiErrors.message(e);
      case Throwable unexpected ->
          "an unexpected "
              + unexpected.getClass().getSimpleName()
              + "; the operator's log tells where";
    };
  }

  /** The failure without the wrapping of the framework. */
  private static Throwable reason(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof WriteRefusedException || t instanceof KubernetesClientException) {
        return t;
      }
    }
    return failure;
  }
}
