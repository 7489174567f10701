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
  private static final Duration REFUSED_FOR = Duration.ofSeconds(3);
  private static final long ACCEPTED_ENTRIES = 50_000;
  private static final long REFUSED_ENTRIES = 10_000;

  private final Supplier<Htpasswd> users;
  private final MacKey key = MacKey.random();
  private final Cache<MacKey.Mark, Verified> accepted;
  private final Cache<MacKey.Mark, Htpasswd> refused;

  CredentialCache(Supplier<Htpasswd> users, Ticker ticker) {
    this.users = users;
    this.accepted =
        Caffeine.newBuilder()
            .ticker(ticker)
            .maximumSize(ACCEPTED_ENTRIES)
            .expireAfterWrite(ACCEPTED_FOR)
            .build();
    this.refused =
        Caffeine.newBuilder()
            .ticker(ticker)
            .maximumSize(REFUSED_ENTRIES)
            .expireAfterWrite(REFUSED_FOR)
            .build();
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

  void accept(MacKey.Mark mark, Verified verified) {
    accepted.put(mark, verified);
  }

  void refuse(MacKey.Mark mark, Htpasswd by) {
    refused.put(mark, by);
  }
}
