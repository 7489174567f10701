package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistryStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.util.Optional;

/** The status a resource had, and its conditions carried on. */
final class Statuses {

  private Statuses() {}

  /** The status as it was reported last. */
  static PrivateRegistryStatus last(PrivateRegistry resource) {
    return resource.getStatus() == null ? PrivateRegistryStatus.NONE : resource.getStatus();
  }

  /** A condition as of now; the time of its last change is kept while it does not change. */
  static Condition condition(Snapshot snapshot, String type, Concern.Verdict verdict) {
    String status = verdict.holds() ? "True" : "False";
    Optional<Condition> before = last(snapshot.resource()).condition(type);
    String since =
        before
            .filter(condition -> status.equals(condition.getStatus()))
            .map(Condition::getLastTransitionTime)
            .orElseGet(() -> text(snapshot.now()));
    return new ConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(verdict.reason())
        .withMessage(verdict.message())
        .withLastTransitionTime(since)
        .withObservedGeneration(snapshot.resource().getMetadata().getGeneration())
        .build();
  }

  private static String text(Instant instant) {
    return Timestamps.of(instant);
  }
}
