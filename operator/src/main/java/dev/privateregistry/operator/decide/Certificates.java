package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistryStatus.CertificateStatus;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistryStatus.TrustStatus;
import dev.privateregistry.operator.api.v1alpha1.TlsSpec;
import dev.privateregistry.operator.tls.CertificateFacts;
import dev.privateregistry.operator.tls.Pki;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The certificate of the registry, and what clients must trust. */
final class Certificates {

  static final String CONDITION = "CertificateReady";

  private final Pki pki;
  private final AuthorityPolicy policy;

  Certificates(Pki pki, AuthorityPolicy policy) {
    this.pki = pki;
    this.policy = policy;
  }

  /** What the concern decided, and its parts of the status. */
  record Decision(
      Concern concern, @Nullable CertificateStatus certificate, @Nullable TrustStatus trust) {}

  Decision decide(Snapshot snapshot, Settings settings) {
    Concern concern = new Concern(CONDITION, snapshot.now());
    TlsSpec tls = snapshot.resource().getSpec().tls();
    String trustName = ChildNames.of(snapshot.resource()).trust();
    if (tls.disabled() != null) {
      concern.report(true, "Disabled", "the registry speaks plain http");
      return new Decision(concern, null, null);
    }
    if (tls.secret() != null) {
      SuppliedCertificate supplied = new SuppliedCertificate(pki, snapshot, concern);
      String name = tls.secret().secretRef().name();
      CertificateStatus status =
          supplied.decide(name).map(facts -> status(snapshot, facts, null)).orElse(null);
      TrustStatus trust = supplied.publishesTrust(name) ? new TrustStatus(trustName) : null;
      return new Decision(concern, status, trust);
    }
    IssuedCertificate issued = new IssuedCertificate(pki, policy, snapshot, settings, concern);
    Optional<CertificateFacts> facts = issued.decide();
    return new Decision(
        concern,
        facts.map(it -> status(snapshot, it, issued.renewAt(it))).orElse(null),
        facts.isPresent() ? new TrustStatus(trustName) : null);
  }

  private static CertificateStatus status(
      Snapshot snapshot, CertificateFacts facts, @Nullable Instant renewAt) {
    return new CertificateStatus(
        facts.serial(),
        Timestamps.of(facts.validity().notBefore()),
        Timestamps.of(facts.validity().notAfter()),
        Timestamps.text(renewAt),
        new Fleet(snapshot.pods()).saying(Served.by(facts)));
  }
}
