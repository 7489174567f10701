package dev.privateregistry.operator.decide.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All scenarios together, as far as a build server has the time. */
@Tag("model")
class ExhaustiveModelTest {

  /** How many states are explored at least; more by {@code -Dmodel.total=}. */
  private static final int TOTAL = Integer.getInteger("model.total", 1_000_000);

  /** Two, as that is what a build server has. */
  private static final int THREADS = Integer.getInteger("model.threads", 2);

  /** What the scenarios that are exhausted have left to others. */
  private final AtomicInteger spare = new AtomicInteger();

  /** Each scenario gets its part; what one leaves is given to the next. */
  @Test
  void shouldKeepTheInvariantsInAMillionStates() throws Exception {
    List<Exploration> all = Exploration.all();
    int weights = all.stream().mapToInt(Exploration::weight).sum();
    long start = System.nanoTime();
    long states = 0;
    int exhausted = 0;
    for (ModelChecker.Result result : explore(all, TOTAL / weights + 1)) {
      states += result.states();
      exhausted += result.exhausted() ? 1 : 0;
    }
    System.out.printf(
        "model: %,d distinct states, %d of %d scenarios exhausted, %.0f s%n",
        states, exhausted, all.size(), (System.nanoTime() - start) / 1e9);
    assertTrue(states >= TOTAL || exhausted == all.size(), () -> "too few");
  }

  private ModelChecker.Result explore(Exploration exploration, int due) {
    int bound = due + spare.getAndSet(0);
    ModelChecker.Result result = exploration.run(bound);
    spare.addAndGet(bound - result.states());
    return result;
  }

  private List<ModelChecker.Result> explore(List<Exploration> all, int unit)
      throws InterruptedException, ExecutionException {
    List<ModelChecker.Result> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<ModelChecker.Result>> running = new ArrayList<>();
      for (Exploration exploration : all) {
        running.add(threads.submit(() -> explore(exploration, unit * exploration.weight())));
      }
      for (Future<ModelChecker.Result> result : running) {
        results.add(result.get());
      }
    }
    return results;
  }
}
