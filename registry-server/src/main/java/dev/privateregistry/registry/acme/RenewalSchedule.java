package dev.privateregistry.registry.acme;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When to ask for a certificate. Everything is spread by chance, so that many servers started
 * together do not ask together.
 *
 * @param firstPause after one failure; each further one triples it
 * @param longestPause between two tries
 */
record RenewalSchedule(Duration firstPause, Duration longestPause) {
  /** Four tries in the first hour: Let's Encrypt allows five failed validations of a name. */
  static final RenewalSchedule USUAL =
      new RenewalSchedule(Duration.ofMinutes(2), Duration.ofHours(6));

  private static final int PARTS = 3;
  private static final int SPREAD = 30;

  /**
   * When to renew: a third of the lifetime before the end, or a little earlier.
   *
   * @param chance from 0 to 1, which spreads it over a thirtieth of the lifetime
   * @param wish of the authority, followed while it leaves half of that third for failed tries
   */
  Instant renewal(X509Certificate certificate, double chance, Optional<Instant> wish) {
    Instant end = certificate.getNotAfter().toInstant();
    Duration lifetime = Duration.between(certificate.getNotBefore().toInstant(), end);
    Instant latest = end.minus(lifetime.dividedBy(2L * PARTS));
    Instant usual =
        end.minus(lifetime.dividedBy(PARTS)).minus(part(lifetime.dividedBy(SPREAD), chance));
    return wish.map(wished -> wished.isBefore(latest) ? wished : latest).orElse(usual);
  }

  /**
   * How long to wait after failures in a row.
   *
   * @param failures at least 1
   * @param chance from 0 to 1: between three quarters and five quarters of the pause
   */
  Duration pause(int failures, double chance) {
    Duration pause = firstPause;
    for (int i = 1; i < failures && pause.compareTo(longestPause) < 0; i++) {
      pause = pause.multipliedBy(3);
    }
    Duration bounded = pause.compareTo(longestPause) < 0 ? pause : longestPause;
    return part(bounded, 0.75 + chance / 2);
  }

  private static Duration part(Duration whole, double share) {
    return Duration.ofMillis((long) (whole.toMillis() * share));
  }
}
