package dev.privateregistry.operator.decide;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.privateregistry.operator.api.v1alpha1.Durations;
import dev.privateregistry.operator.api.v1alpha1.MaintenanceSpec.WindowSpec;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * When maintenance may happen.
 *
 * @param windows empty for at any time
 */
record Windows(List<Window> windows) {

  /** At any time. */
  static final Windows ALWAYS = new Windows(List.of());

  private static final CronParser CRON =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  Windows {
    windows = List.copyOf(windows);
  }

  /**
   * When what is due may be done: in the first window from then on, and at a last moment whatever
   * the windows say.
   */
  Instant next(Instant due, Instant lastMoment) {
    Instant open =
        windows.stream().map(window -> window.next(due)).min(Comparator.naturalOrder()).orElse(due);
    if (!open.isAfter(lastMoment)) {
      return open;
    }
    return lastMoment.isAfter(due) ? lastMoment : due;
  }

  /**
   * One window. Its length is real time: where clocks are put forward or back meanwhile it is as
   * long as ever.
   */
  record Window(ExecutionTime begins, Duration length, ZoneId zone) {

    /**
     * Reads a window.
     *
     * @param field the field it comes from, for the message
     * @throws IllegalArgumentException with a message that names the field and the remedy
     */
    static Window of(String field, WindowSpec spec) {
      Duration length = Durations.parse(field + ".duration", spec.duration());
      if (length.compareTo(Duration.ofMinutes(1)) < 0) {
        throw new IllegalArgumentException(field + ".duration: must be at least 1m, such as 3h");
      }
      Window window =
          new Window(
              schedule(field + ".schedule", spec.schedule()),
              length,
              zone(field + ".timeZone", spec.timeZone()));
      if (window.next(Instant.EPOCH).equals(Instant.MAX)) {
        throw new IllegalArgumentException(
            field + ".schedule: '" + spec.schedule() + "' never comes: name a day that exists");
      }
      return window;
    }

    private static ExecutionTime schedule(String field, String text) {
      try {
        return ExecutionTime.forCron(CRON.parse(text));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            field
                + ": '"
                + text
                + "' is no schedule: write minute, hour, day of the month, month and day of the"
                + " week, such as '0 2 * * *' ("
                + e.getMessage()
                + ")",
            e);
      }
    }

    private static ZoneId zone(String field, String name) {
      try {
        return ZoneId.of(name);
      } catch (DateTimeException e) {
        throw new IllegalArgumentException(
            field + ": there is no time zone '" + name + "': write one such as Asia/Shanghai", e);
      }
    }

    /** The first instant from then on that is in this window; {@link Instant#MAX} for never. */
    Instant next(Instant from) {
      ZonedDateTime clock = from.atZone(zone).toLocalDateTime().atZone(ZoneOffset.UTC);
      boolean open =
          near(clock.plusSeconds(1), begins::lastExecution)
              .anyMatch(begin -> !begin.isAfter(from) && begin.plus(length).isAfter(from));
      return open
          ? from
          : near(clock, begins::nextExecution)
              .filter(begin -> begin.isAfter(from))
              .min(Comparator.naturalOrder())
              .orElse(Instant.MAX);
    }

    /**
     * Beginnings around a time on the wall clock. The schedule speaks of the wall clock: a time
     * that is left out when clocks are put forward comes as much later; one that comes twice when
     * they are put back counts the first time. So the one that is looked for may be an hour off.
     */
    private Stream<Instant> near(
        ZonedDateTime clock, Function<ZonedDateTime, Optional<ZonedDateTime>> search) {
      return Stream.of(-1, 0, 1)
          .flatMap(hours -> search.apply(clock.plusHours(hours)).stream())
          .map(begin -> begin.toLocalDateTime().atZone(zone).toInstant());
    }
  }
}
