package dev.privateregistry.operator.decide;

import static dev.privateregistry.operator.decide.IssuedCertificate.BACKDATE;

import dev.privateregistry.operator.tls.KeyedCertificate;
import dev.privateregistry.operator.tls.Pki;
import dev.privateregistry.operator.tls.Validity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How one CA follows another: the successor is published, then it signs, and when every pod serves
 * its work the one before it is trusted no more. One step a decision.
 */
final class AuthoritySuccession {

  private final Pki pki;
  private final AuthorityPolicy policy;
  private final Snapshot snapshot;
  private final Settings settings;
  private final Concern concern;

  AuthoritySuccession(
      Pki pki, AuthorityPolicy policy, Snapshot snapshot, Settings settings, Concern concern) {
    this.pki = pki;
    this.policy = policy;
    this.snapshot = snapshot;
    this.settings = settings;
    this.concern = concern;
  }

  /**
   * The CA after the next step; the same one when there is none to take.
   *
   * @param published the certificates that clients are told to trust
   * @param served whether every pod serves what a CA signed
   */
  Authority next(
      Optional<Authority> stored, Set<String> published, Predicate<KeyedCertificate> served) {
    return stored
        .filter(this::alive)
        .map(authority -> next(authority, published, served))
        .orElseGet(() -> anew(stored, published));
  }

  /** Whether it can still sign, or its successor can. */
  private boolean alive(Authority authority) {
    KeyedCertificate successor = authority.next();
    return alive(authority.current()) || (successor != null && alive(successor));
  }

  private boolean alive(KeyedCertificate authority) {
    return end(authority).isAfter(snapshot.now());
  }

  private Authority next(
      Authority stored, Set<String> published, Predicate<KeyedCertificate> served) {
    KeyedCertificate successor = stored.next();
    if (successor != null && alive(successor)) {
      boolean ripe =
          published.contains(successor.certificate())
              && !snapshot.now().isBefore(signsFrom(stored, successor));
      if (ripe || !alive(stored.current())) {
        concern.notice(Notice.normal("AuthorityReplaced", "the new CA signs from now on"));
        return stored.promoted();
      }
    } else if (!snapshot.now().isBefore(end(stored.current()).minus(policy.rollBefore()))) {
      concern.notice(
          Notice.normal(
              "AuthorityAnnounced", "a successor of the CA is published, to be used later"));
      return stored.announcing(newAuthority());
    }
    return !stored.previous().isEmpty() && served.test(stored.current()) ? stored.alone() : stored;
  }

  /** A CA where there is none, or none that can sign; what was trusted so far still is. */
  private Authority anew(Optional<Authority> stored, Set<String> published) {
    Set<String> before = new LinkedHashSet<>();
    stored.ifPresent(it -> before.addAll(it.trusted()));
    before.addAll(published);
    concern.notice(
        before.isEmpty()
            ? Notice.normal("AuthorityCreated", "a CA was created")
            : Notice.warning(
                "AuthorityLost",
                "the CA was lost or has expired: a new one signs, and clients must take over the"
                    + " new ca.crt"));
    return new Authority(newAuthority(), null, before);
  }

  private KeyedCertificate newAuthority() {
    Instant now = snapshot.now();
    String name =
        "CA of "
            + snapshot.resource().getMetadata().getNamespace()
            + "/"
            + snapshot.resource().getMetadata().getName()
            + " "
            + Timestamps.of(now);
    return pki.authority(name, new Validity(now.minus(BACKDATE), now.plus(policy.lifetime())));
  }

  /** When there is a step to take. */
  List<Instant> awaited(Authority authority) {
    List<Instant> awaited = new ArrayList<>();
    awaited.add(end(authority.current()).minus(policy.rollBefore()));
    KeyedCertificate successor = authority.next();
    if (successor != null) {
      awaited.add(signsFrom(authority, successor));
    }
    return awaited;
  }

  /** When a successor signs: once clients had the time to take it over, in a window. */
  private Instant signsFrom(Authority authority, KeyedCertificate successor) {
    Instant ripe =
        pki.read(successor.certificate())
            .map(facts -> facts.validity().notBefore().plus(BACKDATE).plus(policy.propagation()))
            .orElse(Instant.EPOCH);
    Instant now = snapshot.now();
    return settings
        .windows()
        .next(ripe.isBefore(now) ? now : ripe, settings.lastMoment(end(authority.current())));
  }

  /** When a CA ends; long ago when that cannot be read. */
  Instant end(KeyedCertificate authority) {
    return pki.read(authority.certificate())
        .map(facts -> facts.validity().notAfter())
        .orElse(Instant.EPOCH);
  }
}
