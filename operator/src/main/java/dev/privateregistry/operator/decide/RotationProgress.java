package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.api.v1alpha1.RotationPhase;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is said of rotations that are under way. They leave the registry ready, unless pods are late
 * for so long that it is a fault.
 */
final class RotationProgress {

  private final Snapshot snapshot;
  private final Concern concern;
  private final Predicate<PodReport.Loaded> loaded;

  /**
   * @param loaded whether a pod has loaded the file that is stored
   */
  RotationProgress(Snapshot snapshot, Concern concern, Predicate<PodReport.Loaded> loaded) {
    this.snapshot = snapshot;
    this.concern = concern;
    this.loaded = loaded;
  }

  /**
   * Reports the first user of whom there is something to say.
   *
   * @param request the annotation that asks for a rotation, if it is there
   */
  void report(UserStates states, @Nullable String request) {
    states
        .byUser()
        .forEach(
            (user, state) -> {
              if (state.awaitsPods()) {
                waiting(user, state);
              } else if (state.full() && !answers(state, request)) {
                deferred(user, state);
              }
            });
  }

  private void waiting(String user, UserState state) {
    boolean late = late();
    String step =
        state.phase() == RotationPhase.Generated
            ? "the new password of user " + user + " is not published yet: "
            : "the old password of user " + user + " may be accepted still: ";
    concern.report(
        !late,
        late ? "WaitingForPods" : "Rotating",
        step + new Fleet(snapshot.pods()).waitingFor(loaded));
  }

  private boolean late() {
    Optional<Instant> written =
        snapshot
            .objects()
            .secret(ChildNames.of(snapshot.resource()).htpasswd())
            .flatMap(Children::writtenAt);
    return written.map(it -> !snapshot.now().isBefore(it.plus(Served.PATIENCE))).orElse(false);
  }

  private void deferred(String user, UserState state) {
    concern.report(
        true,
        "RotationDeferred",
        "the rotation that was asked for begins when an older password of user "
            + user
            + " ends, at "
            + state.nextEnd().map(Timestamps::of).orElse("a time not fixed yet"));
  }

  private static boolean answers(UserState state, @Nullable String request) {
    return request == null || Objects.equals(request, state.request());
  }
}
