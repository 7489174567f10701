package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.decide.Concern.Verdict;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The conditions of the status. Ready, and beside it Reconciling and Stalled, which are true when
 * something is not as it should be (kstatus); then one condition a concern.
 */
final class Conditions {

  private static final String READY = "Ready";
  private static final String RECONCILING = "Reconciling";
  private static final String STALLED = "Stalled";

  private Conditions() {}

  static List<Condition> of(Snapshot snapshot, List<Concern> concerns) {
    List<Concern> needed = concerns.stream().filter(concern -> !concern.isAside()).toList();
    Optional<Concern> failing =
        needed.stream().filter(concern -> !concern.verdict().holds()).findFirst();
    List<String> stalled = needed.stream().flatMap(it -> it.stalled().stream()).toList();
    Verdict ready =
        failing
            .map(it -> new Verdict(false, it.verdict().reason(), it.verdict().message()))
            .orElse(new Verdict(true, READY, "the registry serves"));
    Verdict reconciling =
        !stalled.isEmpty() || failing.isEmpty()
            ? new Verdict(false, "Settled", "")
            : new Verdict(true, ready.reason(), ready.message());
    Verdict stall =
        stalled.isEmpty()
            ? new Verdict(false, "NotStalled", "")
            : new Verdict(true, refusal(concerns), String.join("; ", stalled));
    List<Condition> conditions = new ArrayList<>(main(snapshot, ready, reconciling, stall));
    concerns.forEach(
        it -> conditions.add(Statuses.condition(snapshot, it.conditionType(), it.verdict())));
    return conditions;
  }

  /** Why it is stalled, in one word: the first reason that is more than an object in the way. */
  private static String refusal(List<Concern> concerns) {
    return concerns.stream()
        .flatMap(concern -> concern.refusal().stream())
        .findFirst()
        .orElse("Conflict");
  }

  /**
   * Nothing is decided while the resource is paused: what was reported stays, and speaks of the
   * generation it was reported for.
   */
  static List<Condition> paused(Snapshot snapshot) {
    Verdict untouched = new Verdict(false, "Paused", "nothing was done yet");
    Verdict reconciling =
        new Verdict(false, "Paused", "nothing is done until the pause annotation is removed");
    List<Condition> told =
        withConcerns(snapshot, untouched, reconciling, new Verdict(false, "NotStalled", ""));
    Optional<Condition> ready = Statuses.last(snapshot.resource()).condition(READY);
    return told.stream().map(it -> READY.equals(it.getType()) ? ready.orElse(it) : it).toList();
  }

  /** Nothing can be decided: what was reported of the concerns stays. */
  static List<Condition> invalid(Snapshot snapshot, String problem) {
    return withConcerns(
        snapshot,
        new Verdict(false, "InvalidSpec", problem),
        new Verdict(false, "Settled", ""),
        new Verdict(true, "InvalidSpec", problem));
  }

  private static List<Condition> withConcerns(
      Snapshot snapshot, Verdict ready, Verdict reconciling, Verdict stalled) {
    Stream<Condition> concerns =
        Statuses.last(snapshot.resource()).conditions().stream()
            .filter(it -> !List.of(READY, RECONCILING, STALLED).contains(it.getType()));
    return Stream.concat(main(snapshot, ready, reconciling, stalled).stream(), concerns).toList();
  }

  private static List<Condition> main(
      Snapshot snapshot, Verdict ready, Verdict reconciling, Verdict stalled) {
    return List.of(
        Statuses.condition(snapshot, READY, ready),
        Statuses.condition(snapshot, RECONCILING, reconciling),
        Statuses.condition(snapshot, STALLED, stalled));
  }
}
