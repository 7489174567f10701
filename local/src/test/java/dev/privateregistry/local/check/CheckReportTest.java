package dev.privateregistry.local.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CheckReportTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Set<String> SERIALS = Set.of("1", "2", "3", "4", "5", "6");
  private final RequestLog log = new RequestLog();

  @Test
  void shouldPassWhenEverythingHolds() {
    log.done(true, false);
    log.done(false, true);
    CheckReport report = report(5, List.of(), List.of(), 1);
    assertEquals(List.of(), report.shortcomings());
    assertTrue(report.table().contains("passed"), report.table());
  }

  @Test
  void shouldNameEverythingThatDoesNotHold() {
    List<String> shortcomings =
        report(4, List.of(failure(0, 1)), List.of("ann: status 200"), 0).shortcomings();
    assertEquals(
        List.of(
            "1 requests failed",
            "no pull succeeded",
            "no push succeeded",
            "the password of ann rotated 4 times, not 5",
            "old passwords accepted after their window: [ann: status 200]",
            "the operator did not come back"),
        shortcomings);
  }

  @Test
  void shouldExcuseOnlyRequestsThatTouchAnOutage() {
    var outage = new RequestLog.Outage(NOON, NOON.plusSeconds(3));
    assertTrue(outage.touches(failure(-1, 1)));
    assertTrue(outage.touches(failure(1, 2)));
    assertTrue(outage.touches(failure(2, 9)));
    assertEquals(false, outage.touches(failure(-5, -1)));
    assertEquals(false, outage.touches(failure(4, 5)));
  }

  @Test
  void shouldListEveryFailureWithAlikeOnesOnOneLine() {
    assertEquals(
        List.of("2 x x, 2026-01-01T12:00:01Z to 2026-01-01T12:00:02Z"),
        CheckReport.kinds(List.of(failure(2, 3), failure(1, 4))));
  }

  private CheckReport report(
      int rotations, List<RequestLog.Failure> failed, List<String> stillAccepted, int restarts) {
    return new CheckReport(
        "sha256:ab",
        new CheckReport.Traffic(8, log, List.of(), failed),
        Map.of("ann", rotations),
        new CheckReport.Certificates(true, 5, SERIALS),
        new CheckReport.Refusals(5, 5, stillAccepted),
        new CheckReport.Faults(
            restarts,
            List.of(new RequestLog.Outage(NOON, NOON.plusSeconds(1))),
            Duration.ofSeconds(60)));
  }

  private static RequestLog.Failure failure(int from, int until) {
    return new RequestLog.Failure(NOON.plusSeconds(from), NOON.plusSeconds(until), "x");
  }
}
