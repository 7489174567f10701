package dev.privateregistry.registry.auth.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.privateregistry.registry.auth.Authenticator;
import dev.privateregistry.registry.auth.Identification;
import dev.privateregistry.registry.auth.MacKey;
import dev.privateregistry.registry.http.Request;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Users with a token of a token server. A token is verified once, then remembered by its keyed hash
 * for as long as it is valid and the keys are the same.
 */
public final class TokenAuthenticator implements Authenticator {
  private static final Logger LOG = LoggerFactory.getLogger(TokenAuthenticator.class);
  private static final String SCHEME = "Bearer ";
  private static final Identification NO_TOKEN = new Identification.Invalid("");
  private static final Identification BAD_TOKEN = new Identification.Invalid("invalid_token");
  private static final long REMEMBERED = 50_000;

  private final TokenVerifier verifier;
  private final Supplier<TokenVerifier.Keys> keys;
  private final InstantSource clock;
  private final MacKey key = MacKey.random();
  private final Cache<MacKey.Mark, Entry> known =
      Caffeine.newBuilder().maximumSize(REMEMBERED).build();
  private final Counters counters = new Counters(new LongAdder(), new LongAdder());

  private record Entry(TokenVerifier.Verified token, TokenVerifier.Keys by) {
    @SuppressWarnings("ReferenceEquality")
    boolean holds(TokenVerifier.Keys current, Instant now) {
      return by == current && token.isInTime(now);
    }
  }

  /**
   * How tokens fared.
   *
   * @param accepted tokens that were verified
   * @param refused tokens that were not good
   */
  public record Counters(LongAdder accepted, LongAdder refused) {}

  /**
   * Verifies with the keys in force at the time.
   *
   * @param keys gives the same object for as long as the keys are the same
   */
  public TokenAuthenticator(TokenVerifier verifier, Supplier<TokenVerifier.Keys> keys) {
    this(verifier, keys, InstantSource.system());
  }

  TokenAuthenticator(
      TokenVerifier verifier, Supplier<TokenVerifier.Keys> keys, InstantSource clock) {
    this.verifier = verifier;
    this.keys = keys;
    this.clock = clock;
  }

  public Counters counters() {
    return counters;
  }

  @Override
  public @Nullable Identification identifyNow(Request request) {
    String authorization = request.header("Authorization");
    if (authorization == null) {
      return Identification.NOBODY;
    }
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return NO_TOKEN;
    }
    Entry entry = known.getIfPresent(key.mark(authorization));
    return entry != null && entry.holds(keys.get(), clock.instant())
        ? entry.token().identification()
        : null;
  }

  @Override
  public Identification identify(Request request) {
    Identification now = identifyNow(request);
    String authorization = request.header("Authorization");
    if (now != null || authorization == null) {
      return now == null ? Identification.NOBODY : now;
    }
    TokenVerifier.Keys current = keys.get();
    try {
      String text = authorization.substring(SCHEME.length()).strip();
      TokenVerifier.Verified token = verifier.verify(text, current, clock.instant());
      known.put(key.mark(authorization), new Entry(token, current));
      counters.accepted().increment();
      return token.identification();
    } catch (IllegalArgumentException e) {
      counters.refused().increment();
      LOG.info("a token is refused: {}", reason(e));
      return BAD_TOKEN;
    }
  }

  /** Of what a parser says about a token, nothing of the token itself. */
  private static String reason(IllegalArgumentException e) {
    return e.getCause() == null && !(e instanceof NumberFormatException)
        ? String.valueOf(e.getMessage())
        : "it is malformed";
  }
}
