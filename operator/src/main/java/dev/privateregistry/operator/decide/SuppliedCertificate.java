package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.api.v1alpha1.RegistryAddress;
import dev.privateregistry.operator.decide.Handover.Offer;
import dev.privateregistry.operator.decide.Judged.Refused;
import dev.privateregistry.operator.tls.CertificateFacts;
import dev.privateregistry.operator.tls.KeyedCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One decision about a certificate that comes ready from a Secret. */
final class SuppliedCertificate {

  static final Duration WARN_BEFORE = Duration.ofDays(14);

  private final Snapshot snapshot;
  private final Handover handover;
  private final Concern concern;
  private final String host;

  SuppliedCertificate(Snapshot snapshot, Handover handover, Concern concern) {
    this.snapshot = snapshot;
    this.handover = handover;
    this.concern = concern;
    this.host = RegistryAddress.of(snapshot.resource()).host();
  }

  /** Takes a certificate over, unless it would be worse than the one that is there. */
  CertificateFacts decide(String name, SuppliedPair.Pair supplied) {
    Instant now = snapshot.now();
    concern.lookAgainAt(supplied.facts().validity().notBefore());
    concern.lookAgainAt(supplied.facts().validity().notAfter().minus(WARN_BEFORE));
    concern.lookAgainAt(supplied.facts().validity().notAfter());
    Optional<Refused<SuppliedPair.Pair>> flaw = flaw(name, supplied.facts());
    Optional<HeldCertificate> better =
        flaw.isPresent() ? handover.held().filter(it -> it.isGood(host, now)) : Optional.empty();
    if (better.isPresent()) {
      concern.refuse(flaw.get().reason(), flaw.get().message() + lastGood(better.get()));
      handover.keep(better.get(), supplied.authorities(), Optional.of(supplied.secret()));
      return better.get().facts();
    }
    flaw.ifPresent(it -> concern.refuse(it.reason(), it.message()));
    Instant from = handover.servableFrom(supplied.authorities());
    Optional<HeldCertificate> awaiting =
        handover.held().filter(it -> from.isAfter(now) && !isSame(it, supplied.pair()));
    if (awaiting.isPresent()) {
      return await(awaiting.get(), supplied, from);
    }
    handover.deliver(
        new Offer(
            supplied.pair(),
            supplied.facts(),
            supplied.authorities(),
            Optional.of(supplied.secret()),
            handover.request()));
    warn(name, supplied.facts());
    return supplied.facts();
  }

  /** What is said of a certificate that goes on, because what should follow it cannot be used. */
  static String lastGood(HeldCertificate held) {
    return "; certificate "
        + held.facts().serial()
        + " goes on until then, and ends at "
        + Timestamps.of(held.facts().validity().notAfter());
  }

  private static boolean isSame(HeldCertificate held, KeyedCertificate pair) {
    return held.pair().equals(pair);
  }

  private CertificateFacts await(HeldCertificate held, SuppliedPair.Pair supplied, Instant from) {
    handover.keep(held, supplied.authorities(), Optional.of(supplied.secret()));
    concern.report(
        true,
        "HandingOver",
        "certificate "
            + supplied.facts().serial()
            + " is served from "
            + Timestamps.of(from)
            + " on, so that clients have the time to trust its CA");
    concern.lookAgainAt(from);
    return held.facts();
  }

  private Optional<Refused<SuppliedPair.Pair>> flaw(String name, CertificateFacts facts) {
    if (!facts.validAt(snapshot.now())) {
      return Optional.of(
          new Refused<>("NotValidNow", SuppliedPair.notValidNow("certificate", name, facts)));
    }
    if (!facts.covers(host)) {
      return Optional.of(
          new Refused<>(
              "HostNotCovered",
              "the certificate of Secret " + name + " does not name " + host + ": replace it"));
    }
    return Optional.empty();
  }

  private void warn(String name, CertificateFacts facts) {
    Instant end = facts.validity().notAfter();
    if (snapshot.now().isAfter(end.minus(WARN_BEFORE))) {
      concern.report(
          true,
          "ExpiresSoon",
          "the certificate of Secret " + name + " ends at " + Timestamps.of(end) + ": replace it");
    }
  }
}
