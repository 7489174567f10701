package dev.privateregistry.operator.acme;

import dev.privateregistry.operator.decide.OrderReport;
import dev.privateregistry.operator.decide.OrderWish;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The orders under way, one at most for each resource, each in a virtual thread. What it knows is
 * worth nothing beyond this process: decisions store what must last.
 */
public final class OrderDesk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OrderDesk.class);

  /** Nobody has wished for it for so long: its resource is gone. */
  private static final Duration FORGOTTEN = Duration.ofHours(12);

  private final Issuer issuer;
  private final Pauses pauses;
  private final Clock clock;
  private final Map<String, Order> orders = new ConcurrentHashMap<>();

  /** Orders from the ACME servers that wishes name. */
  public OrderDesk() {
    this(new AcmeIssuer(), Pauses.USUAL, Clock.systemUTC());
  }

  OrderDesk(Issuer issuer, Pauses pauses, Clock clock) {
    this.issuer = issuer;
    this.pauses = pauses;
    this.clock = clock;
  }

  /**
   * How it stands with the wish of a resource.
   *
   * @param resource its UID
   */
  public OrderReport report(String resource) {
    Order order = orders.get(resource);
    return order == null ? OrderReport.NONE : order.report;
  }

  /**
   * Takes the newest wish of a resource. The same wish again changes nothing but that a failed
   * order is tried again when its pause is over; another one, or none, ends the order that is under
   * way.
   *
   * @param resource its UID
   */
  public void want(String resource, Optional<OrderWish> wish) {
    Instant now = clock.instant();
    orders.compute(resource, (uid, order) -> next(uid, order, wish.orElse(null), now));
    orders.values().removeIf(order -> order.isForgotten(now));
  }

  private @Nullable Order next(
      String uid, @Nullable Order order, @Nullable OrderWish wish, Instant now) {
    if (order != null && wish != null && order.wish.isSameAs(wish)) {
      order.wanted = now;
      if (order.report instanceof OrderReport.Failed(String reason, Instant again)
          && !now.isBefore(again)) {
        return new Order(uid, wish, order.failures.get(), now);
      }
      return order;
    }
    if (order != null) {
      order.thread.interrupt();
    }
    return wish == null ? null : new Order(uid, wish, 0, now);
  }

  /** One try. */
  private final class Order {
    private final String resource;
    private final OrderWish wish;
    private final Thread thread;
    private final AtomicInteger failures;
    private volatile OrderReport report;
    private volatile Instant wanted;

    Order(String resource, OrderWish wish, int failures, Instant wanted) {
      this.resource = resource;
      this.wish = wish;
      this.failures = new AtomicInteger(failures);
      this.wanted = wanted;
      this.report = new OrderReport.Running(wish.place());
      this.thread = Thread.ofVirtual().name("acme " + resource).start(this::run);
    }

    private void run() {
      try {
        String chain = issuer.issue(wish, this::placed);
        report = new OrderReport.Issued(chain);
        LOG.info("{}: issued", wish);
      } catch (OrderFailure failed) {
        fail(failed.reason(), failed.notBefore());
      } catch (RuntimeException unexpected) {
        LOG.error("{} failed", wish, unexpected);
        fail("unexpected: " + unexpected.getClass().getSimpleName(), Optional.empty());
      } catch (InterruptedException wishedNoMore) {
        Thread.currentThread().interrupt();
      }
    }

    private void placed(String place) {
      report = new OrderReport.Running(Optional.of(place));
    }

    private void fail(String reason, Optional<Instant> notBefore) {
      Instant again = clock.instant().plus(pauses.after(failures.incrementAndGet()));
      Instant next = notBefore.filter(again::isBefore).orElse(again);
      LOG.warn("{} failed: {}; next try at {}", wish, reason, next);
      report = new OrderReport.Failed(reason, next);
    }

    boolean isForgotten(Instant now) {
      return wanted.plus(FORGOTTEN).isBefore(now);
    }

    @Override
    public String toString() {
      return resource + ": " + wish;
    }
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    orders.values().forEach(order -> order.thread.interrupt());
    orders.clear();
  }
}
