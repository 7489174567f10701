package dev.privateregistry.operator.decide;

import static java.util.Objects.requireNonNull;

import dev.privateregistry.operator.api.v1alpha1.AcmeSpec;
import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.api.v1alpha1.RegistryAddress;
import dev.privateregistry.operator.decide.Handover.Offer;
import dev.privateregistry.operator.decide.OrderWish.Account;
import dev.privateregistry.operator.decide.OrderWish.Tsig;
import dev.privateregistry.operator.tls.CertificateFacts;
import dev.privateregistry.operator.tls.KeyedCertificate;
import dev.privateregistry.operator.tls.Pki;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One decision about a certificate that an ACME server issues.
 *
 * <p>What an order needs is stored before the order is wished for: the account's key and the
 * certificate's. Where the order is at the server is stored as soon as it is known. What was issued
 * goes to the pods first, and then the order is closed: whoever finds the certificate under the
 * stored key knows that it is done.
 */
final class OrderedCertificate {

  /** How often to look at an order that is under way. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final Pki pki;
  private final Snapshot snapshot;
  private final Settings settings;
  private final Handover handover;
  private final Concern concern;
  private final Children children;
  private final AcmeSpec spec;
  private final Set<String> trusted;
  private final String stateName;
  private final Optional<Secret> stateSecret;

  OrderedCertificate(
      Pki pki, Snapshot snapshot, Settings settings, Handover handover, Concern concern) {
    this.pki = pki;
    this.snapshot = snapshot;
    this.settings = settings;
    this.handover = handover;
    this.concern = concern;
    this.children = new Children(snapshot);
    this.spec = requireNonNull(snapshot.resource().getSpec().tls().acme());
    this.trusted = spec.caBundle() == null ? Set.of() : pki.split(spec.caBundle());
    this.stateName = ChildNames.of(snapshot.resource()).acme();
    this.stateSecret = children.secret(stateName);
  }

  /**
   * What was decided.
   *
   * @param facts of the certificate that the pods serve or get; null while there is none
   * @param renewAt when it is replaced; null while there is none
   * @param wish the order to go on with; null when nothing is to be ordered
   */
  record Result(
      @Nullable CertificateFacts facts, @Nullable Instant renewAt, @Nullable OrderWish wish) {
    static final Result NOTHING = new Result(null, null, null);
  }

  /** What clients are told to trust. */
  Set<String> trusted() {
    return trusted;
  }

  Result decide() {
    if (children.foreign(stateSecret)) {
      concern.stall(Children.foreignMessage(stateSecret.orElseThrow()));
      return goOn(null);
    }
    Optional<AcmeState> stored =
        stateSecret.flatMap(secret -> AcmeState.read(secret, spec.server()));
    Optional<HeldCertificate> held = handover.held();
    if (held.isPresent() && stored.isPresent() && isInOrder(held.get(), stored.get())) {
      return keep(held.get(), stored.get());
    }
    return stored
        .filter(state -> state.key() != null)
        .map(this::ordering)
        .orElseGet(() -> prepare(stored));
  }

  // A certificate that is there

  /** What an order that is under way has asked for is not there yet, whatever the time. */
  private boolean isInOrder(HeldCertificate held, AcmeState state) {
    boolean ours =
        state.key() == null
            ? held.facts().serial().equals(state.serial())
            : pki.matches(new KeyedCertificate(held.pair().certificate(), state.key()));
    return ours
        && held.facts().names().containsAll(names())
        && !handover.isAsked()
        && snapshot.now().isBefore(renewAt(held.facts()));
  }

  private Result keep(HeldCertificate held, AcmeState state) {
    handover.deliver(new Offer(held.pair(), held.facts(), trusted, Optional.empty(), null));
    AcmeState closed = state.issued(held.facts().serial());
    if (!closed.equals(state)) {
      store(closed);
    }
    Instant renewAt = renewAt(held.facts());
    concern.lookAgainAt(renewAt);
    concern.lookAgainAt(held.facts().validity().notAfter());
    return new Result(held.facts(), renewAt, null);
  }

  /** By default when a third of the lifetime is left; in a maintenance window, if that lasts. */
  private Instant renewAt(CertificateFacts facts) {
    Instant end = facts.validity().notAfter();
    Duration lifetime = Duration.between(facts.validity().notBefore(), end);
    boolean asSpec =
        snapshot.resource().getSpec().tls().renewBefore() != null
            && settings.renewBefore().compareTo(lifetime) < 0;
    Duration before = asSpec ? settings.renewBefore() : lifetime.dividedBy(3);
    Instant due = end.minus(before);
    return settings
        .windows()
        .next(due.isBefore(snapshot.now()) ? snapshot.now() : due, end.minus(before.dividedBy(3)));
  }

  private List<String> names() {
    return spec.dnsNames().isEmpty()
        ? List.of(RegistryAddress.of(snapshot.resource()).host())
        : spec.dnsNames();
  }

  // An order

  /** Stores what the order will need; it is placed when that is known to be stored. */
  private Result prepare(Optional<AcmeState> stored) {
    AcmeState state =
        stored.orElseGet(() -> new AcmeState(spec.server(), pki.newKey(), null, null, null));
    store(state.ordering(pki.newKey()));
    tell("Ordering", "a certificate is ordered from " + spec.server());
    return goOn(null);
  }

  private Result ordering(AcmeState state) {
    return switch (snapshot.order()) {
      case OrderReport.Issued(String chain) when isAnswer(chain, state) -> issued(chain, state);
      case OrderReport.Failed(String reason, Instant again) -> {
        concern.lookAgainAt(again);
        tell("OrderFails", reason + "; next try at " + Timestamps.of(again));
        yield wish(state);
      }
      case OrderReport.Running(Optional<String> place) -> {
        if (place.isPresent() && !place.get().equals(state.place())) {
          store(state.placed(place.get()));
        }
        yield running(state);
      }
      case OrderReport.Issued another -> running(state);
      case OrderReport.None nothing -> running(state);
    };
  }

  private Result running(AcmeState state) {
    concern.lookAgainAt(snapshot.now().plus(LOOK));
    tell("Ordering", "a certificate is being ordered from " + spec.server());
    return wish(state);
  }

  private boolean isAnswer(String chain, AcmeState state) {
    return pki.read(chain)
            .map(facts -> facts.validAt(snapshot.now()) && facts.names().containsAll(names()))
            .orElse(false)
        && pki.matches(new KeyedCertificate(chain, key(state)));
  }

  private static String key(AcmeState state) {
    return requireNonNull(state.key());
  }

  /** Clients get the time to trust the CA of what comes after another one. */
  private Result issued(String chain, AcmeState state) {
    Instant from = handover.servableFrom(trusted);
    if (handover.held().isPresent() && from.isAfter(snapshot.now())) {
      concern.lookAgainAt(from);
      tell(
          "HandingOver",
          "the certificate of "
              + spec.server()
              + " is served from "
              + Timestamps.of(from)
              + " on, so that clients have the time to trust its CA");
      return wish(state);
    }
    return deliver(chain, state);
  }

  private Result deliver(String chain, AcmeState state) {
    KeyedCertificate pair = new KeyedCertificate(String.join("", pki.split(chain)), key(state));
    CertificateFacts facts = pki.read(chain).orElseThrow();
    concern.notice(
        Notice.normal(
            "CertificateIssued",
            "certificate "
                + facts.serial()
                + " of "
                + spec.server()
                + " is valid until "
                + Timestamps.of(facts.validity().notAfter())));
    handover.deliver(new Offer(pair, facts, trusted, Optional.empty(), handover.request()));
    store(state.issued(facts.serial()));
    return new Result(facts, renewAt(facts), null);
  }

  private Result wish(AcmeState state) {
    AcmeSpec.Rfc2136 update = spec.dns01().rfc2136();
    String name = update.tsigSecretRef().name();
    String secret =
        snapshot
            .objects()
            .secret(name)
            .map(found -> Children.text(found, update.tsigSecretRef().key()))
            .orElse(null);
    if (secret == null) {
      concern.refuse(
          "SecretMissing",
          "there is no Secret "
              + name
              + " with the key "
              + update.tsigSecretRef().key()
              + ": create it, with the TSIG key in base64 as tsig-keygen prints it");
      return goOn(null);
    }
    return goOn(
        new OrderWish(
            new Account(
                spec.server(),
                spec.email(),
                state.account(),
                spec.caBundle() == null ? "" : spec.caBundle()),
            names(),
            key(state),
            Optional.ofNullable(state.place()),
            new OrderWish.Dns01(
                update.nameserver(),
                Optional.ofNullable(update.zone()),
                new Tsig(update.tsigKeyName(), update.tsigAlgorithm().text(), secret.strip()))));
  }

  /** A certificate that is there goes on; without one the pods wait. */
  private Result goOn(@Nullable OrderWish wish) {
    Optional<HeldCertificate> held = handover.held();
    if (held.isEmpty()) {
      concern.blockPods();
      return new Result(null, null, wish);
    }
    handover.keep(held.get(), trusted, Optional.empty());
    return new Result(held.get().facts(), null, wish);
  }

  private void tell(String reason, String message) {
    String host = RegistryAddress.of(snapshot.resource()).host();
    Optional<HeldCertificate> good = handover.held().filter(it -> it.isGood(host, snapshot.now()));
    concern.report(
        good.isPresent(), reason, message + good.map(SuppliedCertificate::lastGood).orElse(""));
  }

  private void store(AcmeState state) {
    concern.write(children.put(stateSecret, stateName, state.content()));
  }
}
