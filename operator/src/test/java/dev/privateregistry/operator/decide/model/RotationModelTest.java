package dev.privateregistry.operator.decide.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.operator.credentials.Htpasswd;
import dev.privateregistry.operator.decide.AuthorityPolicy;
import dev.privateregistry.operator.decide.Decider;
import dev.privateregistry.operator.decide.Plan;
import dev.privateregistry.operator.decide.PodReport;
import dev.privateregistry.operator.decide.Snapshot;
import dev.privateregistry.operator.decide.Write;
import dev.privateregistry.operator.decide.model.Cluster.Budget;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RotationModelTest {

  private static final AuthorityPolicy SHORT_LIVED =
      new AuthorityPolicy(
          Duration.ofSeconds(3000), Duration.ofSeconds(900), Duration.ofSeconds(60));

  /** How many states each scenario may have; more by {@code -Dmodel.states=}. */
  private static final int BOUND = Integer.getInteger("model.states", 9_300);

  private static final Scenario PASSWORDS =
      new Scenario(List.of("u"), 100, 30, false, 1, List.of(30, 100), new Budget(2, 1, 1, 1, 0));

  private static final Scenario TWO_PODS =
      new Scenario(List.of("u"), 100, 30, false, 2, List.of(30), new Budget(2, 2, 0, 1, 0));

  private static final Scenario USERS_COME_AND_GO =
      new Scenario(List.of("u"), 0, 30, false, 1, List.of(30), new Budget(1, 1, 0, 1, 2));

  private static final Scenario CERTIFICATES =
      new Scenario(List.of(), 0, 30, true, 1, List.of(60, 500, 2500), new Budget(4, 1, 1, 1, 0));

  private static final Scenario CERTIFICATES_OF_TWO_PODS =
      new Scenario(List.of(), 0, 30, true, 2, List.of(60, 2500), new Budget(3, 2, 0, 1, 0));

  private static final Scenario BOTH =
      new Scenario(List.of("u"), 100, 30, true, 1, List.of(30, 500), new Budget(2, 1, 0, 0, 0));

  private static ModelChecker.Result explore(
      String name, Scenario scenario, int bound, UnaryOperator<Function<Snapshot, Plan>> change) {
    NumberedKeys keys = new NumberedKeys();
    Decider decider = new Decider(resource -> List.of(), keys, keys, keys, SHORT_LIVED);
    long start = System.nanoTime();
    ModelChecker.Result result =
        new ModelChecker(scenario, keys, change.apply(decider::decide), bound).explore();
    System.out.printf(
        "model %s: %,d states, %,d transitions, %s, %.1f s%n",
        name,
        result.states(),
        result.transitions(),
        result.exhausted() ? "all that can be reached" : "up to the bound",
        (System.nanoTime() - start) / 1e9);
    return result;
  }

  static List<Arguments> scenarios() {
    return List.of(
        Arguments.of("passwords", PASSWORDS),
        Arguments.of("passwords, two pods", TWO_PODS),
        Arguments.of("users come and go", USERS_COME_AND_GO),
        Arguments.of("certificates", CERTIFICATES),
        Arguments.of("certificates, two pods", CERTIFICATES_OF_TWO_PODS),
        Arguments.of("passwords and certificates", BOTH));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenarios")
  void shouldKeepTheInvariantsInEveryState(String name, Scenario scenario) {
    ModelChecker.Result result = explore(name, scenario, BOUND, UnaryOperator.identity());
    assertTrue(result.exhausted() || result.states() == BOUND);
  }

  @Test
  void shouldFindPasswordsThatArePublishedBeforePodsAcceptThem() {
    assertFinds(
        "1: ", PASSWORDS, decide -> snapshot -> decide.apply(pretendingToBeLoaded(snapshot)));
  }

  @Test
  void shouldFindCertificatesThatArePublishedBeforeTheirAuthority() {
    assertFinds("2: ", CERTIFICATES, decide -> snapshot -> reversed(decide.apply(snapshot)));
  }

  @Test
  void shouldFindOldPasswordsThatAreKept() {
    assertFinds("3: ", PASSWORDS, decide -> snapshot -> decide.apply(at(snapshot, Instant.EPOCH)));
  }

  @Test
  void shouldFindThatStaleStatesAreActedOn() {
    assertFinds("1: ", PASSWORDS, decide -> snapshot -> unconfirmed(decide.apply(snapshot)));
  }

  @Test
  void shouldFindWritesThatChangeNothing() {
    assertFinds("5: ", PASSWORDS, decide -> snapshot -> touching(decide.apply(snapshot), snapshot));
  }

  private static void assertFinds(
      String invariant, Scenario scenario, UnaryOperator<Function<Snapshot, Plan>> bug) {
    AssertionError found =
        assertThrows(AssertionError.class, () -> explore("with a bug", scenario, 10_000, bug));
    assertTrue(
        String.valueOf(found.getMessage()).startsWith(invariant),
        () -> "found: " + found.getMessage());
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

  private static Plan with(Plan plan, List<Write> writes) {
    return new Plan(writes, plan.status(), plan.notices(), plan.lookAgain());
  }

  private static Plan reversed(Plan plan) {
    return with(plan, plan.writes().reversed());
  }

  private static Plan unconfirmed(Plan plan) {
    return with(plan, plan.writes().stream().filter(it -> !(it instanceof Write.Confirm)).toList());
  }

  private static Plan touching(Plan plan, Snapshot snapshot) {
    return plan.writes().isEmpty()
        ? with(plan, snapshot.objects().all().limit(1).<Write>map(Write.Update::new).toList())
        : plan;
  }
}
