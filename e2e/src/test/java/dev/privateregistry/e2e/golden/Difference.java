package dev.privateregistry.e2e.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * One thing in which two answers to a request are not the same.
 *
 * @param request script and title
 * @param aspect {@code status}, {@code header x}, {@code body}, {@code message} or {@code detail}
 */
record Difference(
    Comparison comparison, String request, String aspect, String ours, String theirs) {
  static final String ABSENT = "none";

  /** Answers of another status are not compared any further. */
  static List<Difference> between(
      Comparison comparison, String request, Observed ours, Observed theirs) {
    if (!ours.status().equals(theirs.status())) {
      return List.of(new Difference(comparison, request, "status", ours.status(), theirs.status()));
    }
    TreeSet<String> aspects = new TreeSet<>(ours.aspects().keySet());
    aspects.addAll(theirs.aspects().keySet());
    List<Difference> found = new ArrayList<>();
    for (String aspect : aspects) {
      String mine = ours.aspects().getOrDefault(aspect, ABSENT);
      String other = theirs.aspects().getOrDefault(aspect, ABSENT);
      if (!mine.equals(other)) {
        found.add(new Difference(comparison, request, aspect, mine, other));
      }
    }
    return found;
  }
}
