package dev.privateregistry.operator.acme;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait after failures in a row.
 *
 * @param first after one failure; each further one triples it
 * @param longest between two tries
 * @param chance from 0 to 1, which spreads a pause over half of its length
 */
record Pauses(Duration first, Duration longest, DoubleSupplier chance) {
  /** Four tries in the first hour: Let's Encrypt allows five failed validations of a name. */
  static final Pauses USUAL = new Pauses(Duration.ofMinutes(2), Duration.ofHours(6), Math::random);

  Duration after(int failures) {
    Duration pause = first;
    for (int i = 1; i < failures && pause.compareTo(longest) < 0; i++) {
      pause = pause.multipliedBy(3);
    }
    Duration bounded = pause.compareTo(longest) < 0 ? pause : longest;
    return Duration.ofMillis((long) (bounded.toMillis() * (0.75 + chance.getAsDouble() / 2)));
  }
}
