package dev.privateregistry.registry.storage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Weigher;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Facts read from storage, believed for at most one second: a change by somebody else on the same
 * volume is seen within that time, one by this process at once through {@link #invalidate}. A fact
 * that is asked for all the time is read again in the background before it gets too old. What does
 * not exist is not remembered.
 */
public final class FreshCache<K, V> {
  private static final long BELIEVED = TimeUnit.SECONDS.toNanos(1);
  private static final long REFRESHED_AFTER = BELIEVED / 2;
  private static final int STRIPES = 1024;

  private final Cache<K, Entry<V>> entries;
  private final Loader<K, V> loader;
  private final LongSupplier nanoTime;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder errors = new LongAdder();

  /** How often keys of a stripe were invalidated: a load that overlaps with that is not kept. */
  private final AtomicLongArray invalidations = new AtomicLongArray(STRIPES);

  /** Reads facts from storage. */
  @FunctionalInterface
  public interface Loader<K, V> {
    /**
     * The value of this key, or null when it does not exist.
     *
     * @param previous an older value, of which immutable parts can be used again
     */
    @Nullable V load(K key, @Nullable V previous) throws IOException;
  }

  /**
   * How the cache has done.
   *
   * @param hits answered from memory
   * @param misses read from storage for who asked
   * @param errors of those, failed
   */
  public record Counts(long hits, long misses, long errors) {
    public Counts plus(Counts other) {
      return new Counts(hits + other.hits, misses + other.misses, errors + other.errors);
    }
  }

  private record Entry<V>(V value, long loadedAt, AtomicBoolean refreshing) {}

  /**
   * @param maxBytes the weight of all values at most
   * @param weigher an estimate of a value's size in bytes
   */
  public FreshCache(
      long maxBytes, Weigher<K, V> weigher, Loader<K, V> loader, LongSupplier nanoTime) {
    this.entries =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher((K key, Entry<V> entry) -> weigher.weigh(key, entry.value()))
            .executor(Runnable::run)
            .build();
    this.loader = loader;
    this.nanoTime = nanoTime;
  }

  /** The value if it is in memory and fresh; else null. Never blocks. */
  public @Nullable V getNow(K key) {
    Entry<V> entry = entries.getIfPresent(key);
    if (entry == null) {
      return null;
    }
    long age = nanoTime.getAsLong() - entry.loadedAt();
    if (age >= BELIEVED) {
      return null;
    }
    if (age >= REFRESHED_AFTER && entry.refreshing().compareAndSet(false, true)) {
      Thread.startVirtualThread(() -> refresh(key, entry));
    }
    hits.increment();
    return entry.value();
  }

  /** The value, read from storage unless it is fresh; null when it does not exist. */
  public @Nullable V get(K key) throws IOException {
    V fresh = getNow(key);
    if (fresh != null) {
      return fresh;
    }
    misses.increment();
    try {
      return load(key, entries.getIfPresent(key));
    } catch (IOException e) {
      errors.increment();
      throw e;
    }
  }

  public Counts counts() {
    return new Counts(hits.sum(), misses.sum(), errors.sum());
  }

  /** Forgets a value that this process is changing; to be called after the change. */
  public void invalidate(K key) {
    invalidations.incrementAndGet(stripe(key));
    entries.invalidate(key);
  }

  private void refresh(K key, Entry<V> entry) {
    try {
      load(key, entry);
    } catch (IOException | RuntimeException e) {
      // the entry ages out, and the next request meets the failure itself
      entry.refreshing().set(false);
    }
  }

  private @Nullable V load(K key, @Nullable Entry<V> previous) throws IOException {
    int stripe = stripe(key);
    long seen = invalidations.get(stripe);
    long now = nanoTime.getAsLong();
    V value = loader.load(key, previous == null ? null : previous.value());
    entries
        .asMap()
        .compute(
            key,
            (k, old) -> {
              if (value == null || invalidations.get(stripe) != seen) {
                return null;
              }
              return new Entry<>(value, now, new AtomicBoolean());
            });
    return value;
  }

  private static int stripe(Object key) {
    int hash = key.hashCode();
    return (hash ^ (hash >>> 16)) & (STRIPES - 1);
  }
}
