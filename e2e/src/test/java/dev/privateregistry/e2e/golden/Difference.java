package dev.privateregistry.e2e.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * One thing in which the three answers to a request are not the same.
 *
 * @param request script and title
 * @param aspect {@code status}, {@code header x}, {@code body}, {@code message} or {@code detail}
 */
record Difference(String request, String aspect, String ours, String two, String three) {
  static final String ABSENT = "none";
  static final String OTHER_STATUS = "see status";

  /** Answers of another status are not compared any further. */
  static List<Difference> between(String request, Map<Program, Observed> answers) {
    List<Difference> found = new ArrayList<>();
    Observed ours = of(answers, Program.OURS);
    Observed two = of(answers, Program.REGISTRY_2);
    Observed three = of(answers, Program.REGISTRY_3);
    boolean twoComparable = two.status().equals(ours.status());
    boolean threeComparable = three.status().equals(ours.status());
    if (!twoComparable || !threeComparable) {
      found.add(new Difference(request, "status", ours.status(), two.status(), three.status()));
    }
    TreeSet<String> aspects = new TreeSet<>(ours.aspects().keySet());
    if (twoComparable) {
      aspects.addAll(two.aspects().keySet());
    }
    if (threeComparable) {
      aspects.addAll(three.aspects().keySet());
    }
    for (String aspect : aspects) {
      String mine = ours.aspects().getOrDefault(aspect, ABSENT);
      String older = value(two, aspect, twoComparable);
      String newer = value(three, aspect, threeComparable);
      boolean same =
          (mine.equals(older) || !twoComparable) && (mine.equals(newer) || !threeComparable);
      if (!same) {
        found.add(new Difference(request, aspect, mine, older, newer));
      }
    }
    return found;
  }

  /** Whether registry:3 answers otherwise too. */
  boolean fromThree() {
    return !three.equals(ours) && !three.equals(OTHER_STATUS);
  }

  private static Observed of(Map<Program, Observed> answers, Program program) {
    Observed observed = answers.get(program);
    if (observed == null) {
      throw new IllegalStateException("no answer of " + program.title());
    }
    return observed;
  }

  private static String value(Observed observed, String aspect, boolean comparable) {
    return comparable ? observed.aspects().getOrDefault(aspect, ABSENT) : OTHER_STATUS;
  }
}
