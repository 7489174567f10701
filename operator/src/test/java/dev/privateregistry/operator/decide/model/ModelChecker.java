package dev.privateregistry.operator.decide.model;

import dev.privateregistry.operator.decide.Plan;
import dev.privateregistry.operator.decide.Snapshot;
import dev.privateregistry.operator.decide.Write;
import dev.privateregistry.operator.decide.model.Model.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Explores the states of a scenario, nearest first, and checks the invariants in each: at every
 * write, in every state, and in the state where everything has come to rest from there.
 */
final class ModelChecker {

  private final Model model;
  private final Invariants invariants;
  private final int bound;
  private final Map<Cluster, Origin> seen = new HashMap<>();
  private final Set<Cluster> restful = new LinkedHashSet<>();

  ModelChecker(Scenario scenario, NumberedKeys keys, Function<Snapshot, Plan> decider, int bound) {
    StoredUsers users = new StoredUsers();
    this.invariants = new Invariants(users);
    this.model = new Model(scenario, decider, keys, users, invariants);
    this.bound = bound;
  }

  private record Origin(@Nullable Cluster before, String action) {}

  /**
   * What was explored.
   *
   * @param exhausted whether every reachable state was seen, not only as many as the bound allows
   */
  record Result(int states, long transitions, boolean exhausted) {}

  /** Explores; an invariant that does not hold is an error with the way that leads there. */
  Result explore() {
    Deque<Cluster> open = new ArrayDeque<>();
    Cluster start = model.start();
    seen.put(start, new Origin(null, "start"));
    open.add(start);
    long transitions = 0;
    boolean exhausted = true;
    while (!open.isEmpty()) {
      Cluster cluster = open.removeFirst();
      for (Step step : visit(cluster)) {
        transitions++;
        if (seen.containsKey(step.cluster())) {
          continue;
        }
        if (seen.size() >= bound) {
          exhausted = false;
          continue;
        }
        seen.put(step.cluster(), new Origin(cluster, step.action()));
        open.add(step.cluster());
      }
    }
    return new Result(seen.size(), transitions, exhausted);
  }

  private List<Step> visit(Cluster cluster) {
    try {
      invariants.check(cluster);
      checkRest(cluster);
      return model.successors(cluster);
    } catch (Violation violation) {
      throw new AssertionError(
          violation.getMessage()
              + "\n"
              + way(cluster)
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
    restful.addAll(path);
  }

  private void checkSettled(Cluster cluster) {
    invariants.check(cluster);
    invariants.checkSettled(cluster);
    Plan plan = model.plan(cluster);
    if (!plan.writes().isEmpty()) {
      throw new Violation("5: at rest, and yet it plans " + plan.writes());
    }
    Instant now = Instant.ofEpochSecond(cluster.now());
    Duration wait = Duration.between(now, plan.lookAgain());
    Cluster meanwhile = cluster.at((int) now.plus(wait.dividedBy(2)).getEpochSecond());
    if (wait.toSeconds() > 1 && changes(model.plan(meanwhile))) {
      throw new Violation("4: looks again after " + wait + ", too late for what is due before");
    }
  }

  /** What only the pods know is asked for: no event tells of it. */
  private void checkHeard(Cluster before, Cluster after) {
    Plan waiting = model.plan(before);
    if (!changes(waiting)
        && changes(model.plan(after))
        && waiting.lookAgain().isAfter(Instant.ofEpochSecond(before.now() + 10))) {
      throw new Violation("4: waits for pods and asks them only at " + waiting.lookAgain());
    }
  }

  private static boolean changes(Plan plan) {
    return plan.writes().stream().anyMatch(write -> !(write instanceof Write.Confirm));
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

  private String way(Cluster cluster) {
    Deque<String> actions = new ArrayDeque<>();
    Cluster at = cluster;
    while (at != null) {
      Origin origin = seen.get(at);
      if (origin == null) {
        break;
      }
      actions.addFirst(origin.action() + "\n    " + at.objects() + " " + at.known());
      at = origin.before();
    }
    return String.join("\n", actions);
  }
}
