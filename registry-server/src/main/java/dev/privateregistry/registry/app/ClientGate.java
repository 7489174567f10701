package dev.privateregistry.registry.app;

import dev.privateregistry.registry.error.ErrorBody;
import dev.privateregistry.registry.error.ErrorCode;
import dev.privateregistry.registry.http.ExchangeObserver;
import dev.privateregistry.registry.http.Handler;
import dev.privateregistry.registry.http.Headers;
import dev.privateregistry.registry.http.Request;
import dev.privateregistry.registry.http.Response;
import dev.privateregistry.registry.http.TrustedProxies;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests of a client that has too many running: one address, or one network of IPv6. A
 * request runs from its head to the last byte of its answer. As an observer it must hear of every
 * request that it is asked about as a handler.
 */
final class ClientGate implements Handler, ExchangeObserver {
  private static final Response REFUSAL =
      Response.of(
          429,
          Headers.of("Content-Type", ErrorBody.CONTENT_TYPE, "Retry-After", "1"),
          ErrorBody.render(
              ErrorCode.TOOMANYREQUESTS,
              "too many requests of this client are running (http.limits.requestsperclient)"));

  private final Handler inner;
  private final TrustedProxies proxies;
  private final int most;
  private final ConcurrentMap<String, Integer> running = new ConcurrentHashMap<>();
  private final LongAdder refused = new LongAdder();

  /**
   * A gate in front of a handler.
   *
   * @param proxies tell whom a request comes from
   * @param most requests of one client at the same time
   */
  ClientGate(Handler inner, TrustedProxies proxies, int most) {
    this.inner = inner;
    this.proxies = proxies;
    this.most = most;
  }

  @Override
  public void started(Request request) {
    running.merge(proxies.clientOf(request), 1, Integer::sum);
  }

  @Override
  public void completed(Request request, int status, long bytes, long nanos) {
    running.computeIfPresent(
        proxies.clientOf(request), (client, count) -> count == 1 ? null : count - 1);
  }

  @Override
  public @Nullable Response answerNow(Request request) {
    if (running.getOrDefault(proxies.clientOf(request), 0) > most) {
      refused.increment();
      return REFUSAL;
    }
    return inner.answerNow(request);
  }

  @Override
  public Response answer(Request request) throws Exception {
    return inner.answer(request);
  }

  /** How many requests were refused. */
  long refusals() {
    return refused.sum();
  }

  /** How many clients have requests running. */
  int clients() {
    return running.size();
  }
}
