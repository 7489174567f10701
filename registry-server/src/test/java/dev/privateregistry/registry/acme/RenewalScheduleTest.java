package dev.privateregistry.registry.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenewalScheduleTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
    // lifetime, chance, wish of the authority after, renewal after
    "P90D, 0, , P60D",
    "P90D, 1, , P57D",
    "PT6H, 0, , PT4H",
    "P90D, 0, P20D, P20D",
    "P90D, 1, P70D, P70D",
    "P90D, 0, P80D, P75D",
  })
  void shouldRenewAThirdBeforeTheEndOrWhenTheAuthorityWishes(
      Duration lifetime, double chance, @Nullable Duration wish, Duration expected) {
    Instant renewal =
        RenewalSchedule.USUAL.renewal(
            TestKeys.certificate("a.example", START, START.plus(lifetime)),
            chance,
            Optional.ofNullable(wish).map(START::plus));

    assertEquals(START.plus(expected), renewal);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0.5, PT2M",
    "2, 0.5, PT6M",
    "3, 0.5, PT18M",
    "4, 0.5, PT54M",
    "1, 0, PT1M30S",
    "1, 1, PT2M30S",
    "9, 0.5, PT6H",
    "1000000, 1, PT7H30M",
  })
  void shouldPauseLongerAfterEachFailure(int failures, double chance, Duration expected) {
    assertEquals(expected, RenewalSchedule.USUAL.pause(failures, chance));
  }
}
