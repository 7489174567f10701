package dev.privateregistry.registry.auth;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/**
 * Checks passwords against bcrypt on a few threads of its own, so that a flood of log-ins keeps
 * neither the processors nor the virtual threads' carriers from other work.
 */
final class PasswordCheck implements AutoCloseable {
  private static final int WAITING = 512;

  /** Longer than this no client waits for an answer to a log-in. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ThreadPoolExecutor threads;
  private final Turns turns;

  PasswordCheck(int concurrency) {
    threads =
        new ThreadPoolExecutor(
            concurrency,
            concurrency,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("bcrypt-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
    turns = new Turns(concurrency, WAITING, PATIENCE);
  }

  /** Half of the processors. */
  static PasswordCheck withDefaults() {
    return new PasswordCheck(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
  }

  /**
   * Does the work for a user on one of these threads, when its turn comes.
   *
   * @throws RejectedExecutionException when too many are waiting
   */
  <T> T inTurn(String user, Supplier<T> work) {
    if (!turns.await(user)) {
      throw new RejectedExecutionException("too many passwords are waiting to be checked");
    }
    try {
      return CompletableFuture.supplyAsync(work, threads).join();
    } finally {
      turns.end();
    }
  }

  /**
   * The stored hash that the password has; empty for a wrong password or an unknown user, which
   * take the same time.
   */
  static Optional<BcryptHash> match(Htpasswd users, BasicCredentials credentials) {
    return match(users, credentials, BcryptHash::matches);
  }

  /**
   * The same with another way to verify.
   *
   * @param verification of a hash and a password, which is what takes the time
   */
  static Optional<BcryptHash> match(
      Htpasswd users, BasicCredentials credentials, BiPredicate<BcryptHash, String> verification) {
    List<BcryptHash> hashes = users.hashes(credentials.user());
    for (BcryptHash hash : hashes) {
      if (verification.test(hash, credentials.password())) {
        return Optional.of(hash);
      }
    }
    BcryptHash dummy = BcryptHash.dummy(users.greatestCost());
    for (int i = hashes.size(); i < users.mostLines(); i++) {
      boolean never = verification.test(dummy, credentials.password());
      if (never) {
        throw new IllegalStateException("a hash that no password has");
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
