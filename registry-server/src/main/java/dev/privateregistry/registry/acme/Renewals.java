package dev.privateregistry.registry.acme;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets a certificate for every host and renews it in time, one order after the other in one thread.
 * A certificate that cannot be renewed is served on; a failed try is repeated after longer and
 * longer pauses.
 */
public final class Renewals implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Renewals.class);

  /** How often the authority is asked whether it wishes a renewal earlier (RFC 9773). */
  private static final Duration BETWEEN_QUESTIONS = Duration.ofHours(6);

  private final CertificateCache cache;
  private final Authority authority;
  private final TlsPort port;
  private final Pace pace;
  private final Map<String, HostState> states = new LinkedHashMap<>();
  private final Map<String, Instant> notAskedBefore = new LinkedHashMap<>();
  private final Thread thread = Thread.ofVirtual().name("acme").unstarted(this::run);

  /** When, by which clock and by which chance. */
  record Pace(RenewalSchedule schedule, Clock clock, DoubleSupplier chance) {
    static Pace usual() {
      return new Pace(RenewalSchedule.USUAL, Clock.systemUTC(), Math::random);
    }

    Instant now() {
      return clock.instant();
    }
  }

  /**
   * What is ordered where.
   *
   * @param directory where the ACME server begins
   * @param authority PEM file of who certifies the ACME server, beside those of the system
   */
  public record Orders(
      List<String> hosts, URI directory, Optional<String> email, Optional<Path> authority) {
    public Orders {
      hosts = List.copyOf(hosts);
    }
  }

  Renewals(
      List<String> hosts, CertificateCache cache, Authority authority, TlsPort port, Pace pace) {
    this.cache = cache;
    this.authority = authority;
    this.port = port;
    this.pace = pace;
    hosts.forEach(this::takeFromCache);
  }

  /**
   * Serves what the cache holds. Nothing is ordered before {@link #start}.
   *
   * @throws IOException when the account's key or the ACME server's authority cannot be used
   */
  public static Renewals of(Orders orders, CertificateCache cache, TlsPort port)
      throws IOException {
    AcmeConnection.trusting(orders.authority());
    cache.knownAccountKey();
    Authority server =
        new AcmeServer(orders.directory(), orders.email(), cache::accountKey, orders.authority());
    return new Renewals(orders.hosts(), cache, server, port, Pace.usual());
  }

  /** Begins to order what is missing or due. The port must be open by now. */
  public void start() {
    for (HostState state : states()) {
      LOG.info(
          "certificate of {}: {} {}",
          state.host(),
          state.notAfter().isPresent()
              ? "from the cache, to be renewed"
              : "none yet, to be ordered",
          state.next());
    }
    thread.start();
  }

  /** How it stands with each host. */
  public List<HostState> states() {
    synchronized (states) {
      return List.copyOf(states.values());
    }
  }

  private void takeFromCache(String host) {
    Optional<X509Certificate> served = serve(host);
    Instant next =
        served.map(certificate -> renewal(certificate, Optional.empty())).orElse(pace.now());
    set(new HostState(host, served.map(Renewals::end), next, 0, Optional.empty()));
  }

  private Optional<X509Certificate> serve(String host) {
    Optional<X509Certificate> found = cache.chain(host).map(List::getFirst);
    if (found.isPresent()) {
      try {
        port.serve(host);
      } catch (IOException unusable) {
        LOG.warn("{} is not used, a new one is ordered: {}", host, unusable.getMessage());
        return Optional.empty();
      }
    }
    return found;
  }

  private void run() {
    try {
      while (true) {
        for (HostState state : states()) {
          look(state);
        }
        Thread.sleep(untilNext());
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The clock may jump, and certificates may be replaced in the cache: a look each hour at least.
   */
  private Duration untilNext() {
    Instant now = pace.now();
    Duration pause = Duration.ofHours(1);
    for (HostState state : states()) {
      Duration until = Duration.between(now, state.next());
      pause = until.compareTo(pause) < 0 ? until : pause;
    }
    return pause.isNegative() ? Duration.ZERO : pause;
  }

  /** One look at one host: orders when that is due. */
  void look(HostState state) throws InterruptedException {
    Instant now = pace.now();
    HostState current = state;
    if (state.failures() == 0 && now.isBefore(state.next())) {
      current = heeded(state, now);
    }
    if (!now.isBefore(current.next()) && !renewedElsewhere(current, now)) {
      set(ordered(current));
    }
  }

  /** Asks the authority now and then whether it wishes an earlier or a later renewal. */
  private HostState heeded(HostState state, Instant now) throws InterruptedException {
    Instant notBefore = notAskedBefore.getOrDefault(state.host(), now);
    Optional<X509Certificate> certificate = cache.chain(state.host()).map(List::getFirst);
    if (certificate.isEmpty() || now.isBefore(notBefore)) {
      return state;
    }
    notAskedBefore.put(state.host(), now.plus(BETWEEN_QUESTIONS));
    Optional<Instant> wish =
        authority.wishedRenewal(certificate.get(), pace.chance().getAsDouble());
    if (wish.isEmpty()) {
      return state;
    }
    HostState heeded =
        new HostState(
            state.host(), state.notAfter(), renewal(certificate.get(), wish), 0, Optional.empty());
    set(heeded);
    return heeded;
  }

  /** Whether another server with the same cache was faster. */
  private boolean renewedElsewhere(HostState state, Instant now) {
    Optional<X509Certificate> found =
        cache
            .chain(state.host())
            .map(List::getFirst)
            .filter(certificate -> state.notAfter().stream().noneMatch(end(certificate)::equals))
            .filter(certificate -> renewal(certificate, Optional.empty()).isAfter(now));
    if (found.isEmpty() || serve(state.host()).isEmpty()) {
      return false;
    }
    set(current(state.host(), found.get()));
    return true;
  }

  private HostState ordered(HostState state) throws InterruptedException {
    String host = state.host();
    try {
      Authority.Issued issued = authority.order(host, port);
      cache.store(host, issued);
      port.serve(host);
      HostState next = current(host, issued.chain().getFirst());
      LOG.info("certificate of {} issued, to be renewed at {}", host, next.next());
      return next;
    } catch (IssueFailure failed) {
      return failed(state, failed.reason(), failed.notBefore());
    } catch (IOException failed) {
      return failed(state, "the certificate cannot be kept: " + failed, Optional.empty());
    } catch (RuntimeException unexpected) {
      LOG.error("ordering a certificate of {} failed", host, unexpected);
      return failed(state, unexpected.toString(), Optional.empty());
    }
  }

  private HostState failed(HostState state, String reason, Optional<Instant> notBefore) {
    int failures = state.failures() + 1;
    Instant again = pace.now().plus(pace.schedule().pause(failures, pace.chance().getAsDouble()));
    Instant next = notBefore.filter(again::isBefore).orElse(again);
    LOG.error(
        "no certificate for {}: {}; {}; next try at {}",
        state.host(),
        reason,
        state.notAfter().map(end -> "the one until " + end + " stays").orElse("there is none yet"),
        next);
    return new HostState(state.host(), state.notAfter(), next, failures, Optional.of(reason));
  }

  private HostState current(String host, X509Certificate certificate) {
    return new HostState(
        host,
        Optional.of(end(certificate)),
        renewal(certificate, Optional.empty()),
        0,
        Optional.empty());
  }

  private Instant renewal(X509Certificate certificate, Optional<Instant> wish) {
    return pace.schedule().renewal(certificate, pace.chance().getAsDouble(), wish);
  }

  private static Instant end(X509Certificate certificate) {
    return certificate.getNotAfter().toInstant();
  }

  private void set(HostState state) {
    synchronized (states) {
      states.put(state.host(), state);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
