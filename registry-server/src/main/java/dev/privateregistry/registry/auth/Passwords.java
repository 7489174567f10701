package dev.privateregistry.registry.auth;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Verifies passwords: each credential costs one bcrypt, not each request. Requests that come with
 * the same credential while it is being verified wait for that one verification.
 */
public final class Passwords implements AutoCloseable {
  private final Supplier<Htpasswd> users;
  private final CredentialCache cache;
  private final PasswordCheck check = PasswordCheck.withDefaults();
  private final ConcurrentMap<MacKey.Mark, CompletableFuture<Verdict>> running =
      new ConcurrentHashMap<>();
  private final AuthCounters counters = new AuthCounters();

  /** What came of a verification. */
  sealed interface Verdict {
    /** The password is right. */
    record Accepted(Verified verified) implements Verdict {}

    /** The user is unknown or the password wrong: nobody is told which. */
    record Wrong() implements Verdict {}

    /** Too many verifications are waiting. */
    record Overloaded() implements Verdict {}
  }

  /** Verifies against the users in force at the time. */
  public Passwords(Supplier<Htpasswd> users) {
    this(users, Ticker.systemTicker());
  }

  Passwords(Supplier<Htpasswd> users, Ticker ticker) {
    this.users = users;
    this.cache = new CredentialCache(users, ticker);
  }

  Htpasswd users() {
    return users.get();
  }

  public AuthCounters counters() {
    return counters;
  }

  /** The grant for a Basic field verified before, or null; takes about a microsecond. */
  AccessDecision.@Nullable Granted remembered(String authorization) {
    Verified known = cache.find(cache.mark(authorization));
    if (known == null) {
      return null;
    }
    counters.remembered().increment();
    return known.decision();
  }

  /** Verifies a Basic field; blocks while bcrypt runs. */
  Verdict verify(String authorization) {
    MacKey.Mark mark = cache.mark(authorization);
    Verified known = cache.find(mark);
    if (known != null) {
      counters.remembered().increment();
      return new Verdict.Accepted(known);
    }
    Optional<BasicCredentials> credentials = BasicCredentials.parse(authorization);
    if (credentials.isEmpty() || cache.isRefused(mark)) {
      counters.refused().increment();
      return new Verdict.Wrong();
    }
    CompletableFuture<Verdict> mine = new CompletableFuture<>();
    CompletableFuture<Verdict> other = running.putIfAbsent(mark, mine);
    return other == null ? lead(mark, credentials.get(), mine) : other.join();
  }

  private Verdict lead(
      MacKey.Mark mark, BasicCredentials credentials, CompletableFuture<Verdict> result) {
    try {
      Verdict verdict = count(verify(mark, credentials));
      result.complete(verdict);
      return verdict;
    } finally {
      running.remove(mark, result);
      result.complete(new Verdict.Overloaded());
    }
  }

  private Verdict verify(MacKey.Mark mark, BasicCredentials credentials) {
    Htpasswd current = users.get();
    Optional<BcryptHash> match;
    try {
      match = check.check(current, credentials);
      counters.checks().increment();
    } catch (RejectedExecutionException e) {
      return new Verdict.Overloaded();
    }
    if (match.isEmpty()) {
      cache.refuse(mark, current);
      return new Verdict.Wrong();
    }
    Verified verified = new Verified(credentials.user(), match.get(), current);
    cache.accept(mark, verified);
    return new Verdict.Accepted(verified);
  }

  private Verdict count(Verdict verdict) {
    switch (verdict) {
      case Verdict.Accepted accepted -> counters.accepted().increment();
      case Verdict.Wrong wrong -> counters.refused().increment();
      case Verdict.Overloaded overloaded -> counters.overloaded().increment();
    }
    return verdict;
  }

  @Override
  public void close() {
    check.close();
  }
}
