package dev.privateregistry.registry.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/**
 * Many that wait, lose patience and are sent away at once: no turn is taken twice, none is lost.
 */
@Tag("durability")
@Timeout(60)
class TurnsScheduleTest {
  private static final int AT_ONCE = 3;
  private static final int WAITERS = 40;
  private static final int TRIES = 200;

  @RepeatedTest(10)
  void shouldNeitherTakeATurnTwiceNorLoseOne(RepetitionInfo repetition) throws Exception {
    Turns turns = new Turns(AT_ONCE, 8, Duration.ofMillis(1));
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger taken = new AtomicInteger();
    List<Future<?>> done = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < WAITERS; i++) {
        Random random = new Random(repetition.getCurrentRepetition() * 1_000L + i);
        done.add(
            threads.submit(
                () -> {
                  for (int attempt = 0; attempt < TRIES; attempt++) {
                    if (turns.await("name-" + random.nextInt(5))) {
                      most.accumulateAndGet(running.incrementAndGet(), Math::max);
                      taken.incrementAndGet();
                      Thread.sleep(0, random.nextInt(200_000));
                      running.decrementAndGet();
                      turns.end();
                    }
                  }
                  return null;
                }));
      }
    }
    for (Future<?> each : done) {
      each.get();
    }
    assertTrue(most.get() <= AT_ONCE, () -> most + " at once");
    assertTrue(taken.get() > TRIES, () -> taken + " turns");
    assertEquals(0, turns.waiting());
    for (int i = 0; i < AT_ONCE; i++) {
      assertTrue(turns.await("afterwards"), "a turn is lost");
    }
  }
}
