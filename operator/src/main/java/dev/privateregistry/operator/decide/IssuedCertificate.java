package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.api.v1alpha1.RegistryAddress;
import dev.privateregistry.operator.decide.Handover.Offer;
import dev.privateregistry.operator.tls.CertificateFacts;
import dev.privateregistry.operator.tls.KeyedCertificate;
import dev.privateregistry.operator.tls.LeafRequest;
import dev.privateregistry.operator.tls.Pki;
import dev.privateregistry.operator.tls.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One decision about a certificate that the operator issues from a CA. */
final class IssuedCertificate {

  /** Clocks differ: a certificate is valid from a little before it was made. */
  static final Duration BACKDATE = Duration.ofMinutes(5);

  private final Pki pki;
  private final Snapshot snapshot;
  private final Settings settings;
  private final Handover handover;
  private final Concern concern;

  IssuedCertificate(
      Pki pki, Snapshot snapshot, Settings settings, Handover handover, Concern concern) {
    this.pki = pki;
    this.snapshot = snapshot;
    this.settings = settings;
    this.handover = handover;
    this.concern = concern;
  }

  /** What the certificate will be, and when it is replaced. */
  record Result(CertificateFacts facts, Instant renewAt) {}

  Result decide(Signer signer) {
    Optional<HeldCertificate> kept = handover.held().filter(it -> !isReplaced(it, signer));
    Result result = kept.map(it -> keep(it, signer)).orElseGet(() -> issue(signer));
    concern.lookAgainAt(result.renewAt());
    concern.lookAgainAt(result.facts().validity().notAfter());
    return result;
  }

  private boolean isReplaced(HeldCertificate held, Signer signer) {
    if (handover.isAsked()) {
      return true;
    }
    if (!isOf(signer, held)) {
      return !snapshot.now().isBefore(handover.servableFrom(signer.needed()));
    }
    return !held.facts().names().containsAll(names())
        || !held.facts().key().equals(settings.key().kind())
        || isDue(held.facts(), signer);
  }

  private boolean isOf(Signer signer, HeldCertificate held) {
    return pki.signed(signer.authority().certificate(), held.pair().certificate());
  }

  private List<String> names() {
    return RegistryAddress.certificateNames(snapshot.resource());
  }

  /** Due by time; not when a new one could not last longer, because the CA ends as well. */
  private boolean isDue(CertificateFacts facts, Signer signer) {
    return !snapshot.now().isBefore(renewAt(facts))
        && facts.validity().notAfter().isBefore(signer.end());
  }

  /**
   * When a certificate is renewed: as if it were valid for as long as the spec says now, in a
   * maintenance window.
   */
  private Instant renewAt(CertificateFacts facts) {
    Instant bySpec = facts.validity().notBefore().plus(BACKDATE).plus(settings.validity());
    Instant end = facts.validity().notAfter();
    Instant due = (bySpec.isBefore(end) ? bySpec : end).minus(settings.renewBefore());
    return settings
        .windows()
        .next(due.isBefore(snapshot.now()) ? snapshot.now() : due, settings.lastMoment(end));
  }

  private Result keep(HeldCertificate held, Signer signer) {
    if (!isOf(signer, held)) {
      Instant from = handover.servableFrom(signer.needed());
      handover.keep(held, signer.trusted(), signer.source());
      concern.report(
          true,
          "HandingOver",
          "a certificate of another CA is served from "
              + Timestamps.of(from)
              + " on, so that clients have the time to trust it");
      return new Result(held.facts(), from);
    }
    KeyedCertificate pair = chained(held.pair(), signer);
    handover.deliver(new Offer(pair, held.facts(), signer.trusted(), signer.source(), null));
    Instant renewAt = renewAt(held.facts());
    Instant end = held.facts().validity().notAfter();
    return new Result(held.facts(), renewAt.isAfter(snapshot.now()) ? renewAt : end);
  }

  /** The certificate and what leads from it to what is trusted. */
  private KeyedCertificate chained(KeyedCertificate pair, Signer signer) {
    String leaf = pki.split(pair.certificate()).iterator().next();
    return new KeyedCertificate(leaf + signer.issuers(), pair.key());
  }

  private Result issue(Signer signer) {
    Instant wanted = snapshot.now().plus(settings.validity());
    Validity validity =
        new Validity(
            snapshot.now().minus(BACKDATE), wanted.isBefore(signer.end()) ? wanted : signer.end());
    KeyedCertificate pair = chained(pki.server(signer.authority(), request(validity)), signer);
    CertificateFacts facts = pki.read(pair.certificate()).orElseThrow();
    concern.notice(
        Notice.normal(
            "CertificateIssued",
            "certificate "
                + facts.serial()
                + " is valid until "
                + Timestamps.of(facts.validity().notAfter())));
    handover.deliver(new Offer(pair, facts, signer.trusted(), signer.source(), handover.request()));
    return new Result(facts, renewAt(facts));
  }

  private LeafRequest request(Validity validity) {
    KeyedCertificate kept =
        handover
            .held()
            .filter(it -> settings.key().kept())
            .filter(it -> it.facts().key().equals(settings.key().kind()))
            .map(HeldCertificate::pair)
            .orElse(null);
    return new LeafRequest(names(), validity, settings.key().kind(), kept);
  }
}
