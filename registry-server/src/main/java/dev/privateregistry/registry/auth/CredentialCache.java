package dev.privateregistry.registry.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for a while which Authorization fields were verified, and for moments which were
 * refused. Fields are kept as keyed hashes only. An accepted one is good for as long as the stored
 * hash that it matched is in force; a refused one until the users change.
 */
final class CredentialCache {
  private static final Duration ACCEPTED_FOR = Duration.ofMinutes(10);
  private static final Duration ACCEPTED_ONCE_FOR = Duration.ofDays(1);
  private static final Duration REFUSED_FOR = Duration.ofSeconds(3);
  private static final Duration REFUSED_ONCE_FOR = Duration.ofHours(1);
  private static final long ACCEPTED_ENTRIES = 50_000;
  private static final long REFUSED_ENTRIES = 10_000;

  private final Supplier<Htpasswd> users;
  private final MacKey key = MacKey.random();
  private final Cache<MacKey.Mark, Verified> accepted;
  private final Cache<MacKey.Mark, Verified> acceptedOnce;
  private final Cache<MacKey.Mark, Htpasswd> refused;
  private final Cache<MacKey.Mark, Boolean> refusedOnce;

  CredentialCache(Supplier<Htpasswd> users, Ticker ticker) {
    this.users = users;
    this.accepted = cache(ticker, ACCEPTED_ENTRIES, ACCEPTED_FOR);
    this.acceptedOnce = cache(ticker, ACCEPTED_ENTRIES, ACCEPTED_ONCE_FOR);
    this.refused = cache(ticker, REFUSED_ENTRIES, REFUSED_FOR);
    this.refusedOnce = cache(ticker, REFUSED_ENTRIES, REFUSED_ONCE_FOR);
  }

  private static <V> Cache<MacKey.Mark, V> cache(Ticker ticker, long entries, Duration life) {
    return Caffeine.newBuilder()
        .ticker(ticker)
        .maximumSize(entries)
        .expireAfterWrite(life)
        .<MacKey.Mark, V>build();
  }

  MacKey.Mark mark(String authorization) {
    return key.mark(authorization);
  }

  /** Credentials verified before whose hash is still in force; else null. */
  @Nullable Verified find(MacKey.Mark mark) {
    Verified entry = accepted.getIfPresent(mark);
    if (entry != null && !entry.holdsIn(users.get())) {
      accepted.invalidate(mark);
      return null;
    }
    return entry;
  }

  @SuppressWarnings("ReferenceEquality")
  boolean isRefused(MacKey.Mark mark) {
    Htpasswd by = refused.getIfPresent(mark);
    return by != null && by == users.get();
  }

  /** Whether these credentials were right within a day and their hash is still in force. */
  boolean wasAccepted(MacKey.Mark mark) {
    Verified entry = acceptedOnce.getIfPresent(mark);
    return entry != null && entry.holdsIn(users.get());
  }

  void accept(MacKey.Mark mark, Verified verified) {
    accepted.put(mark, verified);
    acceptedOnce.put(mark, verified);
  }

  /**
   * Remembers that these credentials are wrong.
   *
   * @return whether they may be a guess: nobody learns anything from the same credentials again,
   *     and those that were right before the users changed are not guessed
   */
  boolean refuse(MacKey.Mark mark, Htpasswd by) {
    refused.put(mark, by);
    boolean news = refusedOnce.asMap().putIfAbsent(mark, true) == null;
    return news && acceptedOnce.getIfPresent(mark) == null;
  }
}
