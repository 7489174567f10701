package dev.privateregistry.registry.auth;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.privateregistry.registry.http.Request;
import dev.privateregistry.registry.http.TrustedProxies;
import java.time.Duration;
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
 *
 * <p>Guessing is slowed down by {@link FailedLogins}. A credential that was right once is never
 * held up by it, wherever it comes from; one that was found wrong counts once, however often it is
 * sent.
 */
public final class Passwords implements AutoCloseable {
  private final Supplier<Htpasswd> users;
  private final FailedLogins failures;
  private final TrustedProxies proxies;
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

    /** Too many passwords were wrong before: this one was not looked at. */
    record Limited(Duration pause) implements Verdict {}

    /** Too many verifications are waiting. */
    record Overloaded() implements Verdict {}
  }

  /**
   * Verifies against the users in force at the time.
   *
   * @param proxies tell whom a request comes from
   */
  public Passwords(Supplier<Htpasswd> users, FailedLogins failures, TrustedProxies proxies) {
    this(users, failures, proxies, Ticker.systemTicker());
  }

  Passwords(
      Supplier<Htpasswd> users, FailedLogins failures, TrustedProxies proxies, Ticker ticker) {
    this.users = users;
    this.failures = failures;
    this.proxies = proxies;
    this.cache = new CredentialCache(users, ticker);
  }

  Htpasswd users() {
    return users.get();
  }

  public AuthCounters counters() {
    return counters;
  }

  /** Whom a Basic field verified before stands for, or null; takes about a microsecond. */
  Identification.@Nullable Known remembered(String authorization) {
    Verified known = cache.find(cache.mark(authorization));
    if (known == null) {
      return null;
    }
    counters.remembered().increment();
    return known.identification();
  }

  /** Verifies the request's Authorization field; blocks while bcrypt runs. */
  Verdict verify(Request request) {
    String authorization = request.header("Authorization");
    return authorization == null ? new Verdict.Wrong() : verify(request, authorization);
  }

  private Verdict verify(Request request, String authorization) {
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
    FailedLogins.Attempt attempt =
        new FailedLogins.Attempt(credentials.get().user(), proxies.clientOf(request));
    Duration pause = pause(mark, attempt);
    if (pause.isPositive()) {
      return count(new Verdict.Limited(pause));
    }
    CompletableFuture<Verdict> mine = new CompletableFuture<>();
    CompletableFuture<Verdict> other = running.putIfAbsent(mark, mine);
    return other == null
        ? lead(mark, mine, () -> verify(mark, credentials.get(), attempt))
        : other.join();
  }

  private Duration pause(MacKey.Mark mark, FailedLogins.Attempt attempt) {
    return cache.wasAccepted(mark) ? Duration.ZERO : failures.pause(attempt);
  }

  private Verdict lead(
      MacKey.Mark mark, CompletableFuture<Verdict> result, Supplier<Verdict> verification) {
    try {
      Verdict verdict = count(verification.get());
      result.complete(verdict);
      return verdict;
    } finally {
      running.remove(mark, result);
      result.complete(new Verdict.Overloaded());
    }
  }

  /**
   * Verifies when its turn comes. Only then is it certain how many have failed before: of those who
   * wait together for a turn no more are let through than of those who come one by one.
   */
  private Verdict verify(
      MacKey.Mark mark, BasicCredentials credentials, FailedLogins.Attempt attempt) {
    try {
      return check.inTurn(
          credentials.user(),
          () -> {
            Duration pause = pause(mark, attempt);
            return pause.isPositive()
                ? new Verdict.Limited(pause)
                : verifyNow(mark, credentials, attempt);
          });
    } catch (RejectedExecutionException e) {
      return new Verdict.Overloaded();
    }
  }

  private Verdict verifyNow(
      MacKey.Mark mark, BasicCredentials credentials, FailedLogins.Attempt attempt) {
    Htpasswd current = users.get();
    Optional<BcryptHash> match = PasswordCheck.match(current, credentials);
    counters.checks().increment();
    if (match.isEmpty()) {
      if (cache.refuse(mark, current)) {
        failures.failed(attempt);
      }
      return new Verdict.Wrong();
    }
    failures.succeeded(attempt);
    Verified verified = new Verified(credentials.user(), match.get(), current);
    cache.accept(mark, verified);
    return new Verdict.Accepted(verified);
  }

  private Verdict count(Verdict verdict) {
    switch (verdict) {
      case Verdict.Accepted accepted -> counters.accepted().increment();
      case Verdict.Wrong wrong -> counters.refused().increment();
      case Verdict.Limited limited -> counters.limited().increment();
      case Verdict.Overloaded overloaded -> counters.overloaded().increment();
    }
    return verdict;
  }

  @Override
  public void close() {
    check.close();
  }
}
