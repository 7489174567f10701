package dev.privateregistry.registry.auth;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Users that change while credentials are looked up: nobody is let in by a hash that has gone. */
@Tag("durability")
@Timeout(60)
class CredentialCacheScheduleTest {
  private static final int CHANGES = 20_000;
  private static final int READERS = 4;
  private static final String OLD =
      "alice:$2y$05$JEpggClrERSnQIjcin2.3evraLfpTxLA/E0wtaoFADcaVASUgYv5u\n";
  private static final String NEW =
      "alice:$2y$05$JEpggClrERSnQIjcin2.3evraLfqTxLA/E0wtaoFADcaVASUgYv5u\n";

  private volatile Htpasswd users = parse(OLD);
  private final CredentialCache cache = new CredentialCache(() -> users, Ticker.systemTicker());
  private final MacKey.Mark mark = cache.mark("Basic YWxpY2U6c2VjcmV0");

  private static Htpasswd parse(String text) {
    return Htpasswd.parse(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void shouldNotLetInByAHashThatIsNotInForce() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    List<Future<Long>> readers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(READERS)) {
      for (int i = 0; i < READERS; i++) {
        readers.add(threads.submit(() -> lookUpUntil(done)));
      }
      for (int i = 0; i < CHANGES; i++) {
        users = parse(i % 2 == 0 ? NEW : OLD);
      }
      done.set(true);
    }
    for (Future<Long> reader : readers) {
      assertTrue(reader.get() > 0, "nobody was ever let in");
    }
  }

  @SuppressWarnings("ReferenceEquality")
  private long lookUpUntil(AtomicBoolean done) {
    long found = 0;
    while (!done.get()) {
      Htpasswd before = users;
      cache.accept(mark, new Verified("alice", before.hashes("alice").getFirst(), before));
      Verified verified = cache.find(mark);
      Htpasswd after = users;
      if (verified != null && before == after) {
        assertTrue(before.holds("alice", verified.hash()), "let in by a hash that has gone");
      }
      found += verified == null ? 0 : 1;
    }
    return found;
  }
}
