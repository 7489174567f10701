package dev.privateregistry.registry.http.netty;

import io.netty.channel.Channel;
import java.time.Duration;

/** What an HTTP/1.x connection is waiting for, and since when. */
final class Http1Clock {
  private static final long SHORTEST_PERIOD = Duration.ofMillis(20).toNanos();
  private static final long LONGEST_PERIOD = Duration.ofSeconds(5).toNanos();

  /** What a look at the clock says. */
  enum Verdict {
    IN_TIME,
    IDLE_TOO_LONG,
    HEAD_TOO_SLOW,
    ANSWER_STALLED
  }

  private enum Wait {
    REQUEST,
    HEAD,
    ANSWER
  }

  private final Timeouts timeouts;
  private Wait wait = Wait.REQUEST;
  private long since = System.nanoTime();
  private final WriteProgress progress = new WriteProgress();

  Http1Clock(Timeouts timeouts) {
    this.timeouts = timeouts;
  }

  /** How often {@link #check} must be called for the limits to be kept well enough. */
  long periodNanos() {
    long shortest =
        Math.min(
            timeouts.keepAlive().toNanos(),
            Math.min(timeouts.head().toNanos(), timeouts.writeStall().toNanos()));
    return Math.clamp(shortest / 4, SHORTEST_PERIOD, LONGEST_PERIOD);
  }

  void awaitRequest() {
    start(Wait.REQUEST);
  }

  /** The first bytes of a head are here; called again while more of them arrive. */
  void awaitHead() {
    if (wait != Wait.HEAD) {
      start(Wait.HEAD);
    }
  }

  void awaitAnswer() {
    wait = Wait.ANSWER;
    progress.restart();
  }

  private void start(Wait what) {
    wait = what;
    since = System.nanoTime();
  }

  Verdict check(Channel channel) {
    long now = System.nanoTime();
    return switch (wait) {
      case REQUEST -> late(now, timeouts.keepAlive()) ? Verdict.IDLE_TOO_LONG : Verdict.IN_TIME;
      case HEAD -> late(now, timeouts.head()) ? Verdict.HEAD_TOO_SLOW : Verdict.IN_TIME;
      case ANSWER -> {
        if (progress.hasMoved(channel)) {
          since = now;
        }
        yield late(now, timeouts.writeStall()) ? Verdict.ANSWER_STALLED : Verdict.IN_TIME;
      }
    };
  }

  private boolean late(long now, Duration limit) {
    return now - since > limit.toNanos();
  }
}
