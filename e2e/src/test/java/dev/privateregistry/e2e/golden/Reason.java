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

  Reason two(String pattern) {
    return and(difference -> difference.two().matches(pattern));
  }

  Reason three(String pattern) {
    return and(difference -> difference.three().matches(pattern));
  }

  /** Only where we answer as registry:3 does. */
  Reason likeThree() {
    return and(
        difference ->
            difference.ours().equals(difference.three())
                || difference.three().equals(Difference.OTHER_STATUS));
  }

  /** Only where we answer as registry:2 does. */
  Reason likeTwo() {
    return and(
        difference ->
            difference.ours().equals(difference.two())
                || difference.two().equals(Difference.OTHER_STATUS));
  }

  private Reason and(Predicate<Difference> more) {
    return new Reason(text, explains.and(more));
  }
}
