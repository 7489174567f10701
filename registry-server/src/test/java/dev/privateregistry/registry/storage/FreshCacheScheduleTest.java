package dev.privateregistry.registry.storage;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Changes beside reads, loads and refreshes: what was changed is never seen as it was before. */
@Tag("durability")
@Timeout(60)
class FreshCacheScheduleTest {
  private static final int CHANGES = 30_000;
  private static final int READERS = 4;

  private final AtomicLong clock = new AtomicLong();
  private final AtomicLong stored = new AtomicLong();
  private final AtomicLong changed = new AtomicLong();
  private final FreshCache<String, Long> cache =
      new FreshCache<>(
          1_000, (key, value) -> 1, (key, previous) -> load(), () -> clock.addAndGet(7_000_000));

  /** Takes a moment between reading and telling, as a disk does. */
  private @Nullable Long load() {
    long value = stored.get();
    LockSupport.parkNanos(1_000);
    return value;
  }

  @Test
  void shouldNeverShowWhatWasBeforeAChange() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    List<Future<Long>> readers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(READERS)) {
      for (int i = 0; i < READERS; i++) {
        readers.add(threads.submit(() -> readUntil(done)));
      }
      for (long version = 1; version <= CHANGES; version++) {
        stored.set(version);
        cache.invalidate("key");
        changed.set(version);
      }
      done.set(true);
    }
    for (Future<Long> reader : readers) {
      assertTrue(reader.get() > 0);
    }
  }

  private long readUntil(AtomicBoolean done) throws Exception {
    long reads = 0;
    while (!done.get()) {
      long before = changed.get();
      Long seen = reads % 2 == 0 ? cache.get("key") : cache.getNow("key");
      assertTrue(seen == null || seen >= before, () -> "saw " + seen + " after it was " + before);
      reads++;
    }
    return reads;
  }
}
