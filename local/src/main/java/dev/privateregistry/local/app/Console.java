package dev.privateregistry.local.app;

import java.io.PrintStream;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** What the person in front of the terminal sees. */
final class Console {
  private final PrintStream out;

  Console(PrintStream out) {
    this.out = out;
  }

  /** One thing that happened, with its time of day. */
  synchronized void line(String text) {
    out.println(
        LocalTime.now(ZoneId.systemDefault())
                .truncatedTo(ChronoUnit.SECONDS)
                .format(DateTimeFormatter.ISO_LOCAL_TIME)
            + "  "
            + text);
    out.flush();
  }

  /** Text to be copied. */
  synchronized void block(String text) {
    out.println();
    out.println(text.stripTrailing());
    out.println();
    out.flush();
  }
}
