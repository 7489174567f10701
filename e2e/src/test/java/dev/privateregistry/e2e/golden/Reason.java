package dev.privateregistry.e2e.golden;

import java.util.function.Predicate;

/**
 * Why answers differ, and which differences that explains.
 *
 * @param text for the page: what a reader wants to know
 */
record Reason(String text, Predicate<Difference> explains) {
  static Reason of(String text) {
    return new Reason(text, difference -> true);
  }

  /** Only for requests of which the whole of {@code script: title} matches. */
  Reason request(String pattern) {
    return and(difference -> difference.request().matches(pattern));
  }

  Reason aspect(String pattern) {
    return and(difference -> difference.aspect().matches(pattern));
  }

  Reason ours(String pattern) {
    return and(difference -> difference.ours().matches(pattern));
  }

  Reason theirs(String pattern) {
    return and(difference -> difference.theirs().matches(pattern));
  }

  /** Only where the other program is this one. */
  Reason against(Comparison comparison) {
    return and(difference -> difference.comparison() == comparison);
  }

  private Reason and(Predicate<Difference> more) {
    return new Reason(text, explains.and(more));
  }
}
