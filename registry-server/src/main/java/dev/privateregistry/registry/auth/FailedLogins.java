package dev.privateregistry.registry.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/**
 * Slows down who guesses passwords: for one user, from one address, and for one user from one
 * address. Whether a user exists makes no difference.
 *
 * <p>Nobody else is locked out: a user who has logged in from an address before is held there only
 * to what went wrong for that user at that address, whatever others try elsewhere. Names and
 * addresses are kept as keyed hashes, a bounded number of them.
 */
public final class FailedLogins {
  private static final long ENTRIES = 50_000;
  private static final Duration FAMILIAR_FOR = Duration.ofDays(1);

  private final MacKey key = MacKey.random();
  private final Buckets users;
  private final Buckets addresses;
  private final Buckets pairs;
  private final Cache<MacKey.Mark, Boolean> familiar;

  /**
   * How many different wrong passwords are looked at within the period; 0 for any number.
   *
   * @param perUser for one user, from all addresses
   * @param perAddress from one address, for all users
   * @param perPair for one user from one address
   */
  public record Limits(int perUser, int perAddress, int perPair, Duration period) {
    public static final Limits NONE = new Limits(0, 0, 0, Duration.ofMinutes(1));

    public Limits {
      if (perUser < 0 || perAddress < 0 || perPair < 0 || !period.isPositive()) {
        throw new IllegalArgumentException("limits are not negative, their period is positive");
      }
    }
  }

  public FailedLogins(Limits limits) {
    this(limits, Ticker.systemTicker());
  }

  FailedLogins(Limits limits, Ticker ticker) {
    users = new Buckets(limits.perUser(), limits.period(), ticker);
    addresses = new Buckets(limits.perAddress(), limits.period(), ticker);
    pairs = new Buckets(limits.perPair(), limits.period(), ticker);
    familiar =
        Caffeine.newBuilder()
            .ticker(ticker)
            .maximumSize(ENTRIES)
            .expireAfterAccess(FAMILIAR_FOR)
            .build();
  }

  /** A user name as sent, and the address it came from. */
  record Attempt(String user, String address) {}

  /** How long to wait until the next password is looked at; zero for now. */
  Duration pause(Attempt attempt) {
    MacKey.Mark pair = pair(attempt);
    Duration pause = pairs.pause(pair);
    if (familiar.getIfPresent(pair) != null) {
      return pause;
    }
    pause = longer(pause, users.pause(user(attempt)));
    return longer(pause, addresses.pause(address(attempt)));
  }

  void succeeded(Attempt attempt) {
    familiar.put(pair(attempt), true);
  }

  void failed(Attempt attempt) {
    pairs.add(pair(attempt));
    users.add(user(attempt));
    addresses.add(address(attempt));
  }

  private MacKey.Mark pair(Attempt attempt) {
    return key.mark("pair " + attempt.address() + " " + attempt.user());
  }

  private MacKey.Mark user(Attempt attempt) {
    return key.mark("user " + attempt.user());
  }

  private MacKey.Mark address(Attempt attempt) {
    return key.mark("address " + attempt.address());
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** Leaky buckets: each failure goes in, and leaks out within the period. */
  private static final class Buckets {
    private final int size;
    private final double leakPerNano;
    private final Ticker ticker;
    private final Cache<MacKey.Mark, Level> levels;

    /** How full a bucket was at a time. */
    private record Level(double failures, long at) {}

    Buckets(int size, Duration period, Ticker ticker) {
      this.size = size;
      this.leakPerNano = (double) size / period.toNanos();
      this.ticker = ticker;
      this.levels =
          Caffeine.newBuilder()
              .ticker(ticker)
              .maximumSize(ENTRIES)
              .expireAfterAccess(period)
              .build();
    }

    Duration pause(MacKey.Mark name) {
      Level level = size == 0 ? null : levels.getIfPresent(name);
      if (level == null) {
        return Duration.ZERO;
      }
      double over = left(level) + 1 - size;
      return over <= 0 ? Duration.ZERO : Duration.ofNanos((long) Math.ceil(over / leakPerNano));
    }

    void add(MacKey.Mark name) {
      if (size > 0) {
        levels
            .asMap()
            .compute(
                name,
                (key, level) -> new Level(level == null ? 1 : left(level) + 1, ticker.read()));
      }
    }

    private double left(Level level) {
      return Math.max(0, level.failures() - (ticker.read() - level.at()) * leakPerNano);
    }
  }
}
