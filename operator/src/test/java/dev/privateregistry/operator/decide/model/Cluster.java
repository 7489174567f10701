package dev.privateregistry.operator.decide.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One state of the abstract cluster.
 *
 * @param objects what the API server holds, by slot
 * @param before the same before each slot was written last; a stale cache shows this
 * @param pods the pods of the registry
 * @param wish what the user of the resource asks for
 * @param wishBefore what the user asked for before; a stale cache shows this
 * @param budget how many faults and changes may still happen
 * @param known what consumers may have read and still count on
 * @param now seconds since the beginning
 * @param draws how many passwords and keys were drawn
 */
record Cluster(
    Slots objects,
    Slots before,
    List<Pod> pods,
    Wish wish,
    Wish wishBefore,
    Budget budget,
    Set<Window> known,
    int now,
    int draws) {

  /**
   * A pod.
   *
   * @param ready whether it receives requests
   * @param htpasswd the file it has loaded, null before the first
   * @param certificate the certificate it serves, null before the first
   */
  record Pod(boolean ready, @Nullable Stored htpasswd, @Nullable Stored certificate) {}

  /**
   * What the resource says: the value of its annotations, its users, where certificates are from.
   */
  record Wish(int rotate, int renew, int generation, boolean withGuest, int mode) {

    Wish rotated() {
      return new Wish(rotate + 1, renew, generation, withGuest, mode);
    }

    Wish renewed() {
      return new Wish(rotate, renew + 1, generation, withGuest, mode);
    }

    Wish withOtherUsers() {
      return new Wish(rotate, renew, generation + 1, !withGuest, mode);
    }

    Wish inMode(int next) {
      return new Wish(rotate, renew, generation + 1, withGuest, next);
    }
  }

  /**
   * How often something may still happen.
   *
   * @param changes how often the user changes what certificates come from: the way, or the Secret
   */
  record Budget(int jumps, int stops, int edits, int requests, int removals, int changes) {

    static Budget of(int jumps, int stops, int edits, int requests) {
      return new Budget(jumps, stops, edits, requests, 0, 0);
    }

    Budget withRemovals(int more) {
      return new Budget(jumps, stops, edits, requests, more, changes);
    }

    Budget withChanges(int more) {
      return new Budget(jumps, stops, edits, requests, removals, more);
    }

    Budget jumped() {
      return new Budget(jumps - 1, stops, edits, requests, removals, changes);
    }

    Budget stopped() {
      return new Budget(jumps, stops - 1, edits, requests, removals, changes);
    }

    Budget edited() {
      return new Budget(jumps, stops, edits - 1, requests, removals, changes);
    }

    Budget requested() {
      return new Budget(jumps, stops, edits, requests - 1, removals, changes);
    }

    Budget removed() {
      return new Budget(jumps, stops, edits, requests, removals - 1, changes);
    }

    Budget changed() {
      return new Budget(jumps, stops, edits, requests, removals, changes - 1);
    }
  }

  /**
   * A password that a consumer may use.
   *
   * @param end when it ends, in seconds; {@link #OPEN} while that is not known
   */
  record Window(String user, String password, int end) {
    static final int OPEN = Integer.MAX_VALUE;
  }

  Cluster withPod(int index, Pod pod) {
    List<Pod> changed = new ArrayList<>(pods);
    changed.set(index, pod);
    return new Cluster(
        objects, before, List.copyOf(changed), wish, wishBefore, budget, known, now, draws);
  }

  Cluster withBudget(Budget left) {
    return new Cluster(objects, before, pods, wish, wishBefore, left, known, now, draws);
  }

  Cluster withWish(Wish changed) {
    return new Cluster(objects, before, pods, changed, wish, budget, known, now, draws);
  }

  Cluster withKnown(Set<Window> windows) {
    return new Cluster(
        objects, before, pods, wish, wishBefore, budget, Set.copyOf(windows), now, draws);
  }

  Cluster withDraws(int drawn) {
    return new Cluster(objects, before, pods, wish, wishBefore, budget, known, now, drawn);
  }

  /** Time passes; what has ended is counted on no more. */
  Cluster at(int later) {
    Set<Window> left = new HashSet<>(known);
    left.removeIf(window -> window.end() <= later);
    return new Cluster(
        objects, before, pods, wish, wishBefore, budget, Set.copyOf(left), later, draws);
  }

  /** An object is written, or deleted when it is null. */
  Cluster with(String slot, @Nullable Stored written) {
    return new Cluster(
        objects.with(slot, written),
        before.with(slot, objects.get(slot)),
        pods,
        wish,
        wishBefore,
        budget,
        known,
        now,
        draws);
  }
}
