package dev.privateregistry.operator.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.privateregistry.operator.api.v1alpha1.MaintenanceSpec.WindowSpec;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowsTest {

  private static final Instant NEVER = Instant.parse("2100-01-01T00:00:00Z");

  private static Windows windows(String schedule, String duration, String zone) {
    return new Windows(
        List.of(Windows.Window.of("windows[0]", new WindowSpec(schedule, duration, zone))));
  }

  @ParameterizedTest
  @CsvSource({
    // before, at the beginning, within, at the end
    "0 2 * * *, 3h, UTC, 2026-03-01T01:00:00Z, 2026-03-01T02:00:00Z",
    "0 2 * * *, 3h, UTC, 2026-03-01T02:00:00Z, 2026-03-01T02:00:00Z",
    "0 2 * * *, 3h, UTC, 2026-03-01T04:59:59Z, 2026-03-01T04:59:59Z",
    "0 2 * * *, 3h, UTC, 2026-03-01T05:00:00Z, 2026-03-02T02:00:00Z",
    // in the zone of the window, over midnight, on days of the week
    "0 2 * * *, 3h, Asia/Shanghai, 2026-03-01T12:00:00Z, 2026-03-01T18:00:00Z",
    "0 23 * * *, 3h, UTC, 2026-03-02T01:30:00Z, 2026-03-02T01:30:00Z",
    "0 2 * * SUN, 1h, UTC, 2026-03-02T00:00:00Z, 2026-03-08T02:00:00Z",
    "0 2 * * 7, 1h, UTC, 2026-03-02T00:00:00Z, 2026-03-08T02:00:00Z",
    "0 2 29 2 *, 1h, UTC, 2026-03-02T00:00:00Z, 2028-02-29T02:00:00Z",
    // longer than the time between two beginnings: always open
    "*/10 * * * *, 10m, UTC, 2026-03-01T01:07:31Z, 2026-03-01T01:07:31Z",
  })
  void shouldTellWhenAWindowIsOpen(
      String schedule, String duration, String zone, Instant due, Instant open) {
    assertEquals(open, windows(schedule, duration, zone).next(due, NEVER));
  }

  @ParameterizedTest
  @CsvSource({
    // spring: 02:00 to 03:00 does not exist on 29 March 2026; the window comes when the clock has
    // been put forward, and is as long as ever
    "0 2 * * *, 2h, 2026-03-28T23:00:00Z, 2026-03-29T01:00:00Z",
    "30 2 * * *, 2h, 2026-03-28T23:00:00Z, 2026-03-29T01:30:00Z",
    "30 2 * * *, 2h, 2026-03-29T03:29:59Z, 2026-03-29T03:29:59Z",
    "30 2 * * *, 2h, 2026-03-29T03:30:00Z, 2026-03-30T00:30:00Z",
    "0 1 * * *, 3h, 2026-03-29T02:59:59Z, 2026-03-29T02:59:59Z",
    "0 1 * * *, 3h, 2026-03-29T03:00:00Z, 2026-03-29T23:00:00Z",
    // autumn: 02:00 to 03:00 comes twice on 25 October 2026
    "30 2 * * *, 1h, 2026-10-24T22:00:00Z, 2026-10-25T00:30:00Z",
    "30 2 * * *, 1h, 2026-10-25T01:29:59Z, 2026-10-25T01:29:59Z",
    "30 2 * * *, 1h, 2026-10-25T01:30:00Z, 2026-10-26T01:30:00Z",
    "0 4 * * *, 1h, 2026-10-24T22:00:00Z, 2026-10-25T03:00:00Z",
  })
  void shouldKeepItsLengthWhenClocksAreChanged(
      String schedule, String duration, Instant due, Instant open) {
    assertEquals(open, windows(schedule, duration, "Europe/Berlin").next(due, NEVER));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T12:00:00Z, 2026-03-01T20:00:00Z, 2026-03-01T20:00:00Z",
    "2026-03-01T12:00:00Z, 2026-03-01T11:00:00Z, 2026-03-01T12:00:00Z",
    "2026-03-01T12:00:00Z, 2026-03-03T00:00:00Z, 2026-03-02T02:00:00Z",
  })
  void shouldNotWaitBeyondTheLastMoment(Instant due, Instant lastMoment, Instant when) {
    assertEquals(when, windows("0 2 * * *", "1h", "UTC").next(due, lastMoment));
  }

  @Test
  void shouldTakeTheFirstOfSeveralWindows() {
    Windows several =
        new Windows(
            List.of(
                Windows.Window.of("a", new WindowSpec("0 2 * * *", "1h", "UTC")),
                Windows.Window.of("b", new WindowSpec("0 22 * * *", "1h", "UTC"))));
    assertEquals(
        Instant.parse("2026-03-01T22:00:00Z"),
        several.next(Instant.parse("2026-03-01T12:00:00Z"), NEVER));
  }

  @Test
  void shouldWaitForNothingWithoutWindows() {
    Instant due = Instant.parse("2026-03-01T12:00:00Z");
    assertEquals(due, Windows.ALWAYS.next(due, NEVER));
  }
}
