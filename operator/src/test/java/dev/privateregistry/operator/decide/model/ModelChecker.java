package dev.privateregistry.operator.decide.model;

import dev.privateregistry.operator.decide.Plan;
import dev.privateregistry.operator.decide.Snapshot;
import dev.privateregistry.operator.decide.model.Model.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/**
 * Explores the states of a scenario, nearest first, and checks the invariants in each: at every
 * write, in every state, and in the state where everything has come to rest from there.
 */
final class ModelChecker {

  private final Model model;
  private final Invariants invariants;
  private final TrustInvariants trust;
  private final int bound;
  private final StateTable seen = new StateTable();
  private final StateTable restful = new StateTable();
  private final StateTable.Numbers<String> actions = new StateTable.Numbers<>();
  private int[] origins = new int[2 * 1024];

  ModelChecker(Scenario scenario, NumberedKeys keys, Function<Snapshot, Plan> decider, int bound) {
    StoredUsers users = new StoredUsers();
    this.invariants = new Invariants(users);
    this.trust = new TrustInvariants(scenario);
    this.model = new Model(scenario, decider, keys, users, invariants);
    this.bound = bound;
  }

  /**
   * What was explored.
   *
   * @param exhausted whether every reachable state was seen, not only as many as the bound allows
   */
  record Result(int states, long transitions, boolean exhausted) {}

  /** Explores; an invariant that does not hold is an error with the way that leads there. */
  Result explore() {
    seen.put(model.start());
    note(0, -1, "start");
    long transitions = 0;
    boolean exhausted = true;
    for (int at = 0; at < seen.size(); at++) {
      for (Step step : visit(at)) {
        transitions++;
        if (seen.size() >= bound) {
          exhausted &= seen.contains(step.cluster());
          continue;
        }
        int number = seen.put(step.cluster());
        if (number < 0) {
          note(~number, at, step.action());
        }
      }
    }
    return new Result(seen.size(), transitions, exhausted);
  }

  /** How a state came about: from which one, and by what. */
  private void note(int number, int before, String action) {
    if (2 * number + 1 >= origins.length) {
      origins = Arrays.copyOf(origins, origins.length * 2);
    }
    origins[2 * number] = before;
    origins[2 * number + 1] = actions.of(action);
  }

  private List<Step> visit(int number) {
    Cluster cluster = seen.get(number);
    try {
      invariants.check(cluster);
      trust.check(cluster);
      checkRest(cluster);
      return model.successors(cluster);
    } catch (Violation violation) {
      throw new AssertionError(
          violation.getMessage()
              + "\n"
              + way(number)
              + "\nthen, when all goes well\n"
              + onward(cluster),
          violation);
    }
  }

  /** From here everything comes to rest, in a state that is as it should be. */
  private void checkRest(Cluster from) {
    List<Cluster> path = new ArrayList<>();
    Cluster cluster = from;
    while (!restful.contains(cluster)) {
      if (path.contains(cluster) || path.size() > 200) {
        throw new Violation("4: it comes never to rest: " + cluster);
      }
      path.add(cluster);
      Cluster next = model.fair(cluster);
      if (next.equals(cluster)) {
        checkSettled(cluster);
        break;
      }
      checkHeard(cluster, next);
      cluster = next;
    }
    path.forEach(restful::put);
  }

  private void checkSettled(Cluster cluster) {
    invariants.check(cluster);
    trust.check(cluster);
    invariants.checkSettled(cluster);
    Decision decision = model.decision(cluster);
    if (!decision.steps().isEmpty()) {
      throw new Violation("5: at rest, and yet it plans " + decision.steps());
    }
    Instant now = Instant.ofEpochSecond(cluster.now());
    Duration wait = Duration.between(now, decision.lookAgain());
    trust.checkSettled(cluster, wait);
    Cluster meanwhile = cluster.at((int) now.plus(wait.dividedBy(2)).getEpochSecond());
    if (wait.toSeconds() > 1 && model.decision(meanwhile).changes()) {
      throw new Violation("4: looks again after " + wait + ", too late for what is due before");
    }
  }

  /** What only the pods know is asked for: no event tells of it. */
  private void checkHeard(Cluster before, Cluster after) {
    Decision waiting = model.decision(before);
    if (!waiting.changes()
        && model.decision(after).changes()
        && waiting.lookAgain().isAfter(Instant.ofEpochSecond(before.now() + 10))) {
      throw new Violation("4: waits for pods and asks them only at " + waiting.lookAgain());
    }
  }

  private String onward(Cluster from) {
    StringBuilder text = new StringBuilder();
    Cluster cluster = from;
    try {
      for (int i = 0; i < 12; i++) {
        Cluster next = model.fair(cluster);
        if (next.equals(cluster)) {
          return text.append("    rest").toString();
        }
        text.append("    ").append(next.objects()).append(next.pods()).append('\n');
        cluster = next;
      }
    } catch (Violation violation) {
      text.append("    ").append(violation.getMessage());
    }
    return text.toString();
  }

  private String way(int number) {
    Deque<String> way = new ArrayDeque<>();
    for (int at = number; at >= 0; at = origins[2 * at]) {
      Cluster cluster = seen.get(at);
      way.addFirst(
          actions.get(origins[2 * at + 1]) + "\n    " + cluster.objects() + " " + cluster.known());
    }
    return String.join("\n", way);
  }
}
