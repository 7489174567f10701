package dev.privateregistry.operator.decide.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.operator.credentials.Htpasswd;
import dev.privateregistry.operator.decide.Plan;
import dev.privateregistry.operator.decide.PodReport;
import dev.privateregistry.operator.decide.Snapshot;
import dev.privateregistry.operator.decide.Write;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RotationModelTest {

  /** How many states each scenario may have; more by {@code -Dmodel.states=}. */
  private static final int BOUND = Integer.getInteger("model.states", 3_000);

  static List<Exploration> explorations() {
    return Exploration.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("explorations")
  void shouldKeepTheInvariantsInEveryState(Exploration exploration) {
    ModelChecker.Result result = exploration.run(BOUND);
    assertTrue(result.exhausted() || result.states() == BOUND);
  }

  @Test
  void shouldFindPasswordsThatArePublishedBeforePodsAcceptThem() {
    Exploration.PASSWORDS.assertFinds(
        "1", decide -> snapshot -> decide.apply(pretendingToBeLoaded(snapshot)));
  }

  @Test
  void shouldFindOldPasswordsThatAreKept() {
    Exploration.PASSWORDS.assertFinds(
        "3", decide -> snapshot -> decide.apply(at(snapshot, Instant.EPOCH)));
  }

  @Test
  void shouldFindThatStaleStatesAreActedOn() {
    Exploration.PASSWORDS.assertFinds(
        "1", decide -> snapshot -> unconfirmed(decide.apply(snapshot)));
  }

  @Test
  void shouldFindWritesThatChangeNothing() {
    Exploration.PASSWORDS.assertFinds(
        "5", decide -> snapshot -> touching(decide.apply(snapshot), snapshot));
  }

  private static Snapshot pretendingToBeLoaded(Snapshot snapshot) {
    String newest =
        snapshot
            .objects()
            .secret("r-htpasswd")
            .map(
                secret ->
                    new String(Base64.getDecoder().decode(secret.getData().get("htpasswd")), UTF_8))
            .map(text -> Htpasswd.parse(text).fingerprint())
            .orElse("none");
    List<PodReport> reports =
        snapshot.pods().stream()
            .map(
                pod ->
                    new PodReport(
                        pod.name(),
                        true,
                        false,
                        new PodReport.Loaded(
                            "1", new PodReport.Files(newest, null, null), null, List.of())))
            .toList();
    return new Snapshot(
        snapshot.resource(), snapshot.objects(), reports, snapshot.surroundings(), snapshot.now());
  }

  private static Snapshot at(Snapshot snapshot, Instant instant) {
    return new Snapshot(
        snapshot.resource(), snapshot.objects(), snapshot.pods(), snapshot.surroundings(), instant);
  }

  private static Plan unconfirmed(Plan plan) {
    return Exploration.with(
        plan, plan.writes().stream().filter(it -> !(it instanceof Write.Confirm)).toList());
  }

  private static Plan touching(Plan plan, Snapshot snapshot) {
    return plan.writes().isEmpty()
        ? Exploration.with(
            plan, snapshot.objects().all().limit(1).<Write>map(Write.Update::new).toList())
        : plan;
  }
}
