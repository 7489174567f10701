package dev.privateregistry.operator.decide.model;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.operator.decide.AuthorityPolicy;
import dev.privateregistry.operator.decide.Decider;
import dev.privateregistry.operator.decide.Plan;
import dev.privateregistry.operator.decide.Snapshot;
import dev.privateregistry.operator.decide.Write;
import dev.privateregistry.operator.decide.model.Cluster.Budget;
import dev.privateregistry.operator.decide.model.Scenario.Certificates;
import dev.privateregistry.operator.decide.model.Scenario.Mode;
import dev.privateregistry.operator.decide.model.Scenario.Rotation;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One exploration: a name, and what it begins with.
 *
 * @param weight how many of the states are its due where all scenarios share a number of them
 */
record Exploration(String name, Scenario scenario, int weight) {

  /**
   * How long trust goes before what needs it, where the user changes where certificates are from.
   */
  static final Duration HANDOVER = Duration.ofSeconds(20);

  private static final AuthorityPolicy SHORT_LIVED =
      new AuthorityPolicy(
          Duration.ofSeconds(3000), Duration.ofSeconds(900), Duration.ofSeconds(60), HANDOVER);

  private static final List<String> NOBODY = List.of();
  private static final Certificates NONE = Certificates.of(Mode.DISABLED);
  private static final Rotation SHORT = new Rotation(100, 30);

  static final Exploration PASSWORDS =
      new Exploration(
          "passwords",
          new Scenario(List.of("u"), SHORT, NONE, 1, List.of(30, 100), Budget.of(2, 1, 1, 1)),
          4);

  static final Exploration CERTIFICATES =
      new Exploration(
          "certificates",
          new Scenario(
              NOBODY,
              Rotation.NONE,
              Certificates.of(Mode.SELF_SIGNED),
              1,
              List.of(60, 500, 2500),
              Budget.of(4, 1, 1, 1)),
          4);

  static final Exploration CERTIFICATES_OF_TWO_PODS =
      new Exploration(
          "own CA rolls over, two pods",
          new Scenario(
              NOBODY,
              Rotation.NONE,
              Certificates.of(Mode.SELF_SIGNED),
              2,
              List.of(60, 2500),
              Budget.of(3, 2, 0, 1)),
          4);

  static final Exploration GIVEN_AUTHORITY =
      new Exploration(
          "given CA is replaced or broken",
          new Scenario(
              NOBODY,
              Rotation.NONE,
              Certificates.of(Mode.CA),
              1,
              List.of(20, 400),
              Budget.of(3, 1, 1, 0).withChanges(2)),
          4);

  static final Exploration GIVEN_AUTHORITY_OF_TWO_PODS =
      new Exploration(
          "given CA is replaced, two pods",
          new Scenario(
              NOBODY,
              Rotation.NONE,
              Certificates.of(Mode.CA),
              2,
              List.of(20),
              Budget.of(3, 1, 0, 0).withChanges(2)),
          4);

  static final Exploration SUPPLIED =
      new Exploration(
          "supplied certificate is replaced or broken",
          new Scenario(
              NOBODY,
              Rotation.NONE,
              Certificates.of(Mode.SECRET),
              2,
              List.of(20),
              Budget.of(3, 1, 1, 0).withChanges(2)),
          4);

  static final Exploration SELF_SIGNED_AND_CA = modes(Mode.SELF_SIGNED, Mode.CA);

  static final Exploration WINDOWS =
      new Exploration(
          "windows",
          new Scenario(
              NOBODY,
              Rotation.NONE,
              new Certificates(List.of(Mode.SELF_SIGNED), true),
              1,
              List.of(60, 410),
              Budget.of(4, 1, 1, 1)),
          3);

  private static Exploration modes(Mode from, Mode to) {
    return new Exploration(
        "from " + from + " to " + to + " and back",
        new Scenario(
            NOBODY,
            Rotation.NONE,
            Certificates.of(from, to),
            1,
            List.of(20, 450),
            Budget.of(3, 1, 0, 1).withChanges(2)),
        2);
  }

  /** Everything that is explored. */
  static List<Exploration> all() {
    return List.of(
        PASSWORDS,
        new Exploration(
            "passwords, two pods",
            new Scenario(List.of("u"), SHORT, NONE, 2, List.of(30), Budget.of(2, 2, 0, 1)),
            1),
        new Exploration(
            "users come and go",
            new Scenario(
                List.of("u"),
                Rotation.NONE,
                NONE,
                1,
                List.of(30),
                Budget.of(1, 1, 0, 1).withRemovals(2)),
            3),
        CERTIFICATES,
        CERTIFICATES_OF_TWO_PODS,
        new Exploration(
            "passwords and certificates",
            new Scenario(
                List.of("u"),
                SHORT,
                Certificates.of(Mode.SELF_SIGNED),
                1,
                List.of(30, 500),
                Budget.of(2, 1, 0, 0)),
            3),
        GIVEN_AUTHORITY,
        GIVEN_AUTHORITY_OF_TWO_PODS,
        SUPPLIED,
        SELF_SIGNED_AND_CA,
        modes(Mode.SELF_SIGNED, Mode.SECRET),
        modes(Mode.SELF_SIGNED, Mode.PUBLIC),
        modes(Mode.SELF_SIGNED, Mode.DISABLED),
        modes(Mode.CA, Mode.SECRET),
        modes(Mode.CA, Mode.PUBLIC),
        modes(Mode.CA, Mode.DISABLED),
        modes(Mode.SECRET, Mode.PUBLIC),
        modes(Mode.SECRET, Mode.DISABLED),
        modes(Mode.PUBLIC, Mode.DISABLED),
        WINDOWS);
  }

  /** Explores so many states at most; an invariant that does not hold is an error. */
  ModelChecker.Result run(int bound) {
    return run(bound, UnaryOperator.identity());
  }

  private ModelChecker.Result run(int bound, UnaryOperator<Function<Snapshot, Plan>> change) {
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

  /** With a bug in the decisions, the exploration finds that an invariant does not hold. */
  void assertFinds(String invariant, UnaryOperator<Function<Snapshot, Plan>> bug) {
    AssertionError found = assertThrows(AssertionError.class, () -> run(10_000, bug));
    assertTrue(
        String.valueOf(found.getMessage()).startsWith(invariant + ": "),
        () -> "found: " + found.getMessage());
  }

  /** A plan with other writes. */
  static Plan with(Plan plan, List<Write> writes) {
    return new Plan(writes, plan.status(), plan.notices(), plan.lookAgain());
  }

  @Override
  public String toString() {
    return name;
  }
}
