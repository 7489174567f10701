package dev.privateregistry.operator.decide.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a plan matters here.
 *
 * @param steps its writes, in order
 * @param lookAgain when it is looked at again
 * @param from how many draws there were before
 * @param draws how many it took; when there are none, it does not depend on those before
 */
record Decision(List<Step> steps, Instant lookAgain, int from, int draws) {

  /** A write to a slot. */
  sealed interface Step {
    String slot();
  }

  /** There is none, and then there is this. */
  record Create(Stored after) implements Step {
    @Override
    public String slot() {
      return after.slot();
    }
  }

  /** It is of this version, and then it is this. */
  record Update(String version, Stored after) implements Step {
    @Override
    public String slot() {
      return after.slot();
    }
  }

  /** It is of this version, or gone; and then it is gone. */
  record Delete(String slot, String version) implements Step {}

  /** It is of this version; there is none when that is null. */
  record Confirm(String slot, @Nullable String version) implements Step {}

  /** Whether something changes by it. */
  boolean changes() {
    return steps.stream().anyMatch(step -> !(step instanceof Confirm));
  }
}
