package dev.privateregistry.local.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the check saw and whether that is enough: a pure function of the facts.
 *
 * @param image the digest of the image that went there and back
 * @param rotations by user
 * @param refused how many old passwords were refused after their window
 */
record CheckReport(
    String image,
    Traffic traffic,
    Map<String, Integer> rotations,
    Certificates certificates,
    Refusals refused,
    Faults faults) {

  /** How often each thing must rotate. */
  static final int ENOUGH = 5;

  record Traffic(
      int clients,
      RequestLog log,
      List<RequestLog.Failure> excused,
      List<RequestLog.Failure> failed) {}

  record Certificates(boolean rotate, int rotations, Set<String> served) {}

  record Refusals(int expected, int refused, List<String> stillAccepted) {}

  record Faults(int operatorRestarts, List<RequestLog.Outage> outages, Duration total) {}

  /** What does not hold; empty when the check passed. */
  List<String> shortcomings() {
    List<String> found = new ArrayList<>();
    require(found, !image.isEmpty(), "no image was pushed and pulled");
    require(found, traffic.failed().isEmpty(), traffic.failed().size() + " requests failed");
    require(found, traffic.log().pulls() > 0, "no pull succeeded");
    require(found, traffic.log().pushes() > 0, "no push succeeded");
    rotations.forEach(
        (user, times) ->
            require(
                found,
                times >= ENOUGH,
                "the password of " + user + " rotated " + times + " times, not " + ENOUGH));
    if (certificates.rotate()) {
      int served = certificates.served().size();
      require(
          found,
          certificates.rotations() >= ENOUGH && served > ENOUGH,
          "the certificate rotated "
              + certificates.rotations()
              + " times, not "
              + ENOUGH
              + " ("
              + served
              + " served)");
    }
    require(
        found,
        refused.stillAccepted().isEmpty(),
        "old passwords accepted after their window: " + refused.stillAccepted());
    require(
        found,
        refused.refused() >= refused.expected(),
        "only " + refused.refused() + " of " + refused.expected() + " old passwords were refused");
    require(found, faults.operatorRestarts() > 0, "the operator did not come back");
    require(found, !faults.outages().isEmpty(), "the registry process did not come back");
    return found;
  }

  String table() {
    StringBuilder text = new StringBuilder();
    row(text, "image pushed and pulled (jib)", image.isEmpty() ? "no" : image);
    row(text, "clients at the same time", traffic.clients());
    row(text, "pulls / pushes", traffic.log().pulls() + " / " + traffic.log().pushes());
    row(text, "  with the password before", traffic.log().withPreviousPassword());
    row(text, "requests", traffic.log().requests());
    row(text, "failed requests", traffic.failed().size());
    kinds(traffic.failed()).forEach(kind -> row(text, "  failed", kind));
    row(text, "  while the process was down", traffic.excused().size());
    for (RequestLog.Outage outage : faults.outages()) {
      row(
          text,
          "registry process down",
          outage.from() + ", " + seconds(Duration.between(outage.from(), outage.until())));
    }
    kinds(traffic.excused()).forEach(kind -> row(text, "  failed", kind));
    rotations.forEach((user, times) -> row(text, "password rotations of " + user, times));
    row(
        text,
        "old passwords refused",
        refused.refused() + " of " + refused.expected() + " after their window");
    row(
        text,
        "certificate rotations",
        certificates.rotate() ? "" + certificates.rotations() : "none: not ours to rotate");
    row(text, "serials served", certificates.served().size());
    certificates.served().forEach(serial -> row(text, "", serial));
    row(text, "operator killed, came back", faults.operatorRestarts() + " times");
    row(text, "duration", seconds(faults.total()));
    List<String> shortcomings = shortcomings();
    row(text, "result", shortcomings.isEmpty() ? "passed" : "FAILED");
    shortcomings.forEach(shortcoming -> row(text, "", shortcoming));
    return text.toString();
  }

  /** Every failure, alike ones on one line: how many, what, from when to when. */
  static List<String> kinds(List<RequestLog.Failure> failures) {
    Map<String, List<RequestLog.Failure>> alike =
        failures.stream()
            .sorted(Comparator.comparing(RequestLog.Failure::began))
            .collect(
                Collectors.groupingBy(
                    RequestLog.Failure::what, LinkedHashMap::new, Collectors.toList()));
    return alike.entrySet().stream()
        .map(
            kind ->
                "%d x %s, %s to %s"
                    .formatted(
                        kind.getValue().size(),
                        kind.getKey(),
                        kind.getValue().getFirst().began(),
                        kind.getValue().getLast().began()))
        .toList();
  }

  private static String seconds(Duration duration) {
    return String.format("%.1f s", duration.toMillis() / 1000.0);
  }

  private static void require(List<String> found, boolean holds, String otherwise) {
    if (!holds) {
      found.add(otherwise);
    }
  }

  private static void row(StringBuilder text, String name, Object value) {
    text.append(String.format("  %-30s %s%n", name, value));
  }
}
