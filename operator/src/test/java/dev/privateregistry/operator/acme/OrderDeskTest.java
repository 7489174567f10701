package dev.privateregistry.operator.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.operator.decide.OrderReport;
import dev.privateregistry.operator.decide.OrderWish;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Orders in the background: one for each resource, repeated after pauses, ended when not wanted.
 */
@Timeout(30)
class OrderDeskTest {
  private final TestIssuer issuer = new TestIssuer();
  private final TestClock clock = new TestClock();
  private final OrderDesk desk =
      new OrderDesk(
          issuer, new Pauses(Duration.ofMinutes(2), Duration.ofHours(6), () -> 0.5), clock);

  private static final class TestClock extends Clock {
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  /** Answers with what the test gives it: a chain, or a failure. */
  private static final class TestIssuer implements Issuer {
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger interrupted = new AtomicInteger();
    private final BlockingQueue<Object> answers = new LinkedBlockingQueue<>();

    @Override
    public String issue(OrderWish wish, Consumer<String> placed)
        throws OrderFailure, InterruptedException {
      begun.incrementAndGet();
      placed.accept("https://acme.example.com/order/" + begun);
      try {
        Object answer = answers.poll(20, TimeUnit.SECONDS);
        if (answer instanceof OrderFailure failure) {
          throw failure;
        }
        return String.valueOf(answer);
      } catch (InterruptedException ended) {
        interrupted.incrementAndGet();
        throw ended;
      }
    }
  }

  private static Optional<OrderWish> wish(String key) {
    return Optional.of(
        new OrderWish(
            new OrderWish.Account("https://acme.example.com/dir", "a@example.com", "account", ""),
            List.of("reg.example.com"),
            key,
            Optional.empty(),
            new OrderWish.Dns01(
                "ns.example.com",
                Optional.empty(),
                new OrderWish.Tsig("k", "hmac-sha256", "c2U="))));
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, what);
      Thread.sleep(2);
    }
  }

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void shouldReportWhereItIsAndWhatWasIssued() throws InterruptedException {
    assertEquals(OrderReport.NONE, desk.report("uid"));

    desk.want("uid", wish("one"));
    OrderReport placed = new OrderReport.Running(Optional.of("https://acme.example.com/order/1"));
    await("placed", () -> desk.report("uid").equals(placed));
    issuer.answers.add("chain");
    await("issued", () -> desk.report("uid").equals(new OrderReport.Issued("chain")));

    desk.want("uid", wish("one"));
    assertEquals(1, issuer.begun.get(), "ordered again");
    desk.want("uid", Optional.empty());
    assertEquals(OrderReport.NONE, desk.report("uid"));
  }

  @Test
  void shouldOrderOnceHoweverOftenItIsWished() throws InterruptedException {
    for (int i = 0; i < 10; i++) {
      desk.want("uid", wish("one"));
    }
    await("begun", () -> issuer.begun.get() == 1);
    assertInstanceOf(OrderReport.Running.class, desk.report("uid"));
  }

  @Test
  void shouldTryAgainAfterLongerPauses() throws InterruptedException {
    issuer.answers.add(new OrderFailure("no"));
    desk.want("uid", wish("one"));
    Instant again = clock.now.plus(Duration.ofMinutes(2));
    await("failed", () -> desk.report("uid").equals(new OrderReport.Failed("no", again)));

    clock.now = again.minusSeconds(1);
    desk.want("uid", wish("one"));
    assertEquals(1, issuer.begun.get());

    issuer.answers.add(new OrderFailure("still no"));
    clock.now = again;
    desk.want("uid", wish("one"));
    Instant later = again.plus(Duration.ofMinutes(6));
    await(
        "failed again", () -> desk.report("uid").equals(new OrderReport.Failed("still no", later)));
  }

  @Test
  void shouldLeaveTheServerAloneForAsLongAsItAsks() throws InterruptedException {
    Instant allowed = clock.now.plus(Duration.ofHours(30));
    issuer.answers.add(
        new OrderFailure("too many", Optional.of(allowed), new IllegalStateException("test")));
    desk.want("uid", wish("one"));
    await("failed", () -> desk.report("uid").equals(new OrderReport.Failed("too many", allowed)));
  }

  @Test
  void shouldEndWhatIsWishedNoMoreOrDifferently() throws InterruptedException {
    desk.want("uid", wish("one"));
    await("begun", () -> issuer.begun.get() == 1);
    desk.want("uid", wish("two"));
    await("the first ended", () -> issuer.interrupted.get() == 1 && issuer.begun.get() == 2);
    desk.want("uid", Optional.empty());
    await("the second ended", () -> issuer.interrupted.get() == 2);
    assertEquals(OrderReport.NONE, desk.report("uid"));
  }

  @Test
  void shouldForgetResourcesThatAreGone() throws InterruptedException {
    issuer.answers.add("chain");
    desk.want("gone", wish("one"));
    await("issued", () -> desk.report("gone") instanceof OrderReport.Issued);
    clock.now = clock.now.plus(Duration.ofHours(13));
    desk.want("other", Optional.empty());
    assertEquals(OrderReport.NONE, desk.report("gone"));
  }
}
