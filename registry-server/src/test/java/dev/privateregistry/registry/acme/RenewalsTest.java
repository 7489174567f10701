package dev.privateregistry.registry.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When certificates are ordered, and what happens when that fails. */
class RenewalsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LIFETIME = Duration.ofDays(90);

  @TempDir private Path folder;
  private final TestClock clock = new TestClock();
  private final TestAuthority authority = new TestAuthority();
  private final TestPort port = new TestPort();

  private static final class TestClock extends Clock {
    private Instant now = START;

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

  private final class TestAuthority implements Authority {
    private final List<String> ordered = new ArrayList<>();
    private Optional<IssueFailure> failure = Optional.empty();
    private Optional<Instant> wish = Optional.empty();
    private int questions;

    @Override
    public Issued order(String host, TlsPort at) throws IssueFailure {
      ordered.add(host);
      if (failure.isPresent()) {
        throw failure.get();
      }
      return TestKeys.issued(host, clock.now, clock.now.plus(LIFETIME));
    }

    @Override
    public Optional<Instant> wishedRenewal(X509Certificate certificate, double chance) {
      questions++;
      return wish;
    }
  }

  private static final class TestPort implements TlsPort {
    private final List<String> served = new ArrayList<>();
    private Optional<IOException> failure = Optional.empty();

    @Override
    public void serve(String host) throws IOException {
      if (failure.isPresent()) {
        throw failure.get();
      }
      served.add(host);
    }

    @Override
    public void prove(String host, X509Certificate proof, PrivateKey key) {}

    @Override
    public void proved(String host) {}
  }

  private CertificateCache cache() throws IOException {
    return CertificateCache.open(folder.resolve("acme"));
  }

  private Renewals renewals(String... hosts) throws IOException {
    return new Renewals(
        List.of(hosts),
        cache(),
        authority,
        port,
        new Renewals.Pace(RenewalSchedule.USUAL, clock, () -> 0.5));
  }

  private static HostState only(Renewals renewals) {
    assertEquals(1, renewals.states().size());
    return renewals.states().getFirst();
  }

  private void lookAt(Renewals renewals, Instant now) throws InterruptedException {
    clock.now = now;
    for (HostState state : renewals.states()) {
      renewals.look(state);
    }
  }

  @BeforeEach
  void startOver() {
    clock.now = START;
  }

  @Test
  void shouldOrderWhatIsMissingAndServeIt() throws Exception {
    Renewals renewals = renewals("a.example", "b.example");
    assertEquals(START, renewals.states().getFirst().next());

    lookAt(renewals, START);

    assertEquals(List.of("a.example", "b.example"), authority.ordered);
    assertEquals(List.of("a.example", "b.example"), port.served);
    assertEquals(Optional.of(START.plus(LIFETIME)), renewals.states().getLast().notAfter());
  }

  @Test
  void shouldServeTheCacheAfterARestartWithoutOrdering() throws Exception {
    lookAt(renewals("a.example"), START);
    authority.ordered.clear();
    port.served.clear();

    Renewals restarted = renewals("a.example");
    lookAt(restarted, START.plus(Duration.ofDays(58)));

    assertEquals(List.of("a.example"), port.served);
    assertEquals(List.of(), authority.ordered);
    assertEquals(START.plus(Duration.ofHours(24 * 58 + 12)), only(restarted).next());
  }

  @Test
  void shouldRenewAThirdOfTheLifetimeBeforeTheEnd() throws Exception {
    Renewals renewals = renewals("a.example");
    lookAt(renewals, START);
    Instant due = only(renewals).next();

    lookAt(renewals, due.minusSeconds(1));
    assertEquals(1, authority.ordered.size());
    lookAt(renewals, due);
    assertEquals(2, authority.ordered.size());
    assertEquals(Optional.of(due.plus(LIFETIME)), only(renewals).notAfter());
  }

  @Test
  void shouldKeepTheLastGoodCertificateAndTryAgainAfterLongerPauses() throws Exception {
    Renewals renewals = renewals("a.example");
    lookAt(renewals, START);
    Instant due = only(renewals).next();
    authority.failure = Optional.of(new IssueFailure("the ACME server refuses: no"));

    lookAt(renewals, due);
    assertEquals(
        new HostState(
            "a.example",
            Optional.of(START.plus(LIFETIME)),
            due.plus(Duration.ofMinutes(2)),
            1,
            Optional.of("the ACME server refuses: no")),
        only(renewals));
    lookAt(renewals, due.plusSeconds(119));
    assertEquals(2, authority.ordered.size());
    lookAt(renewals, due.plusSeconds(120));
    assertEquals(due.plusSeconds(120).plus(Duration.ofMinutes(6)), only(renewals).next());
    assertEquals(1, port.served.size());

    authority.failure = Optional.empty();
    lookAt(renewals, only(renewals).next());
    assertEquals(Optional.empty(), only(renewals).error());
    assertEquals(0, only(renewals).failures());
  }

  @Test
  void shouldLeaveTheAuthorityAloneForAsLongAsItAsks() throws Exception {
    Instant allowed = START.plus(Duration.ofHours(30));
    authority.failure =
        Optional.of(
            new IssueFailure(
                "too many", Optional.of(allowed), new IllegalStateException("for the test")));
    Renewals renewals = renewals("a.example");

    lookAt(renewals, START);

    assertEquals(allowed, only(renewals).next());
  }

  @Test
  void shouldRenewWhenTheAuthorityWishesIt() throws Exception {
    Renewals renewals = renewals("a.example");
    lookAt(renewals, START);
    authority.wish = Optional.of(START.plus(Duration.ofDays(3)));

    lookAt(renewals, START.plus(Duration.ofDays(2)));
    assertEquals(START.plus(Duration.ofDays(3)), only(renewals).next());
    lookAt(renewals, START.plus(Duration.ofDays(2)).plusSeconds(60));
    assertEquals(1, authority.questions, "asked again at once");
    lookAt(renewals, START.plus(Duration.ofDays(3)));
    assertEquals(2, authority.ordered.size());
  }

  @Test
  void shouldTakeWhatAnotherServerPutIntoTheSameCache() throws Exception {
    Renewals renewals = renewals("a.example");
    lookAt(renewals, START);
    Instant due = only(renewals).next();
    cache().store("a.example", TestKeys.issued("a.example", due, due.plus(LIFETIME)));

    lookAt(renewals, due);

    assertEquals(1, authority.ordered.size());
    assertEquals(Optional.of(due.plus(LIFETIME)), only(renewals).notAfter());
  }

  @Test
  void shouldOrderAnewWhatTheCacheHoldsButThePortRefuses() throws Exception {
    lookAt(renewals("a.example"), START);
    port.failure = Optional.of(new IOException("the key does not belong to the certificate"));

    Renewals restarted = renewals("a.example");

    assertEquals(START, only(restarted).next());
    assertEquals(Optional.empty(), only(restarted).notAfter());
  }

  @Test
  void shouldOrderInTheBackgroundAndEnd() throws Exception {
    try (Renewals renewals = renewals("a.example")) {
      renewals.start();
      long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (only(renewals).notAfter().isEmpty()) {
        assertTrue(System.nanoTime() < deadline, "nothing is ordered");
        Thread.sleep(5);
      }
    }
  }
}
