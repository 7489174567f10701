package dev.privateregistry.registry.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FreshCacheTest {
  private final Map<String, String> storage = new ConcurrentHashMap<>();
  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger loads = new AtomicInteger();
  private Runnable duringLoad = () -> {};
  private final FreshCache<String, String> cache =
      new FreshCache<>(
          1000,
          (key, value) -> value.length(),
          (key, previous) -> {
            String value = storage.get(key);
            duringLoad.run();
            loads.incrementAndGet();
            return value;
          },
          now::get);

  @Test
  void shouldAnswerFromMemoryWithinASecond() throws IOException {
    storage.put("a", "1");
    assertNull(cache.getNow("a"));
    assertEquals("1", cache.get("a"));
    storage.put("a", "2");
    pass(499);
    assertEquals("1", cache.getNow("a"));
    assertEquals(1, loads.get());
  }

  @Test
  void shouldSeeForeignChangesAfterASecond() throws IOException {
    storage.put("a", "1");
    cache.get("a");
    storage.put("a", "2");
    pass(1000);
    assertNull(cache.getNow("a"));
    assertEquals("2", cache.get("a"));
    storage.remove("a");
    pass(1000);
    assertNull(cache.get("a"));
    assertNull(cache.getNow("a"));
  }

  @Test
  void shouldReadAgainInTheBackgroundWhatIsAskedForAllTheTime() throws Exception {
    storage.put("a", "1");
    cache.get("a");
    storage.put("a", "2");
    pass(600);
    assertEquals("1", cache.getNow("a"));
    Instant deadline = Instant.now().plus(Duration.ofSeconds(10));
    while (!"2".equals(cache.getNow("a"))) {
      assertTrue(Instant.now().isBefore(deadline), "not read again");
      Thread.onSpinWait();
    }
    assertEquals(2, loads.get());
  }

  @Test
  void shouldForgetAtOnceWhatIsInvalidated() throws IOException {
    storage.put("a", "1");
    cache.get("a");
    storage.put("a", "2");
    cache.invalidate("a");
    assertNull(cache.getNow("a"));
    assertEquals("2", cache.get("a"));
  }

  @Test
  void shouldNotKeepAValueThatWasReadBeforeAChange() throws IOException {
    storage.put("a", "1");
    duringLoad =
        () -> {
          storage.put("a", "2");
          cache.invalidate("a");
        };
    cache.get("a");
    assertNull(cache.getNow("a"));
  }

  @Test
  void shouldNotRememberWhatDoesNotExist() throws IOException {
    assertNull(cache.get("a"));
    storage.put("a", "1");
    assertEquals("1", cache.get("a"));
  }

  private void pass(long millis) {
    now.addAndGet(Duration.ofMillis(millis).toNanos());
  }
}
