package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistryStatus.CertificateStatus;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistryStatus.TrustStatus;
import dev.privateregistry.operator.api.v1alpha1.TlsSpec;
import dev.privateregistry.operator.api.v1alpha1.TlsSpec.CertManagerTls;
import dev.privateregistry.operator.decide.IssuedCertificate.Result;
import dev.privateregistry.operator.decide.Judged.Refused;
import dev.privateregistry.operator.decide.Judged.Usable;
import dev.privateregistry.operator.tls.CertificateFacts;
import dev.privateregistry.operator.tls.Pki;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
      Concern concern,
      @Nullable CertificateStatus certificate,
      @Nullable TrustStatus trust,
      @Nullable OrderWish order) {
    Decision(
        Concern concern, @Nullable CertificateStatus certificate, @Nullable TrustStatus trust) {
      this(concern, certificate, trust, null);
    }

    Decision ordering(@Nullable OrderWish wish) {
      return new Decision(concern, certificate, trust, wish);
    }
  }

  Decision decide(Snapshot snapshot, Settings settings) {
    Concern concern = new Concern(CONDITION, snapshot.now());
    if (snapshot.resource().getSpec().tls().disabled() != null) {
      concern.report(true, "Disabled", "the registry speaks plain http");
      return new Decision(concern, null, null);
    }
    Handover handover = new Handover(pki, policy.handover(), snapshot, concern);
    Decision decision =
        handover.isStalled()
            ? new Decision(concern, null, null)
            : new Turn(snapshot, settings, handover, concern).decide();
    announce(snapshot, concern);
    return decision;
  }

  /** A refusal, and an end that comes near, is an Event when the condition comes to tell of it. */
  private static void announce(Snapshot snapshot, Concern concern) {
    Concern.Verdict verdict = concern.verdict();
    boolean told =
        Statuses.last(snapshot.resource())
            .condition(CONDITION)
            .map(Condition::getReason)
            .equals(Optional.of(verdict.reason()));
    boolean worthTelling =
        !concern.stalled().isEmpty()
            || List.of("ExpiresSoon", "OrderFails").contains(verdict.reason());
    if (!told && worthTelling) {
      concern.notice(Notice.warning("Certificate" + verdict.reason(), verdict.message()));
    }
  }

  /** One decision of a registry that speaks https. */
  private final class Turn {

    private final Snapshot snapshot;
    private final Settings settings;
    private final Handover handover;
    private final Concern concern;

    Turn(Snapshot snapshot, Settings settings, Handover handover, Concern concern) {
      this.snapshot = snapshot;
      this.settings = settings;
      this.handover = handover;
      this.concern = concern;
    }

    Decision decide() {
      TlsSpec tls = snapshot.resource().getSpec().tls();
      if (tls.secret() != null) {
        return supplied(tls.secret().secretRef().name());
      }
      if (tls.certManager() != null) {
        return certManager(tls.certManager());
      }
      if (tls.acme() != null) {
        return ordered();
      }
      if (tls.ca() != null) {
        String name = tls.ca().secretRef().name();
        return switch (new GivenAuthority(pki, snapshot).judge(name)) {
          case Refused<Signer>(String reason, String message) -> refused(reason, message);
          case Usable<Signer>(Signer signer) -> {
            Decision decision = issued(signer);
            warn(name, signer);
            yield decision;
          }
        };
      }
      AuthorityPolicy fitting = policy.fitting(settings.validity());
      AuthoritySuccession succession =
          new AuthoritySuccession(pki, fitting, snapshot, settings, concern);
      return new OwnAuthority(pki, snapshot, handover, succession, concern)
          .decide()
          .map(this::issued)
          .orElseGet(() -> new Decision(concern, null, null));
    }

    private Decision ordered() {
      OrderedCertificate ordered =
          new OrderedCertificate(pki, snapshot, settings, handover, concern);
      OrderedCertificate.Result result = ordered.decide();
      Decision decision =
          result.facts() == null
              ? new Decision(concern, null, null)
              : decision(result.facts(), result.renewAt(), ordered.trusted());
      return decision.ordering(result.wish());
    }

    private Decision issued(Signer signer) {
      Result result =
          new IssuedCertificate(pki, snapshot, settings, handover, concern).decide(signer);
      return decision(result.facts(), result.renewAt(), signer.trusted());
    }

    private Decision supplied(String name) {
      return switch (new SuppliedPair(pki, snapshot).judge(name)) {
        case Refused<SuppliedPair.Pair>(String reason, String message) -> refused(reason, message);
        case Usable<SuppliedPair.Pair>(SuppliedPair.Pair pair) -> taken(name, pair);
      };
    }

    private Decision taken(String name, SuppliedPair.Pair pair) {
      SuppliedCertificate supplied = new SuppliedCertificate(snapshot, handover, concern);
      return decision(supplied.decide(name, pair), null, pair.authorities());
    }

    /** What cert-manager complains of is told, and what it has issued before goes on. */
    private Decision certManager(CertManagerTls mode) {
      CertificateRequest request = new CertificateRequest(snapshot);
      GenericKubernetesResource asked = request.object(mode);
      new Declared(snapshot, concern).apply(asked);
      Optional<String> complaint = request.complaint(asked);
      String name = ChildNames.of(snapshot.resource()).certManagerSecret();
      return switch (new SuppliedPair(pki, snapshot).judge(name)) {
        case Refused<SuppliedPair.Pair>(String reason, String message) -> {
          concern.report(false, "Issuing", complaint.orElse("cert-manager has not issued yet"));
          yield kept();
        }
        case Usable<SuppliedPair.Pair>(SuppliedPair.Pair pair) -> {
          complaint.ifPresent(it -> concern.report(true, "CertManagerComplains", it));
          yield taken(name, pair);
        }
      };
    }

    private Decision refused(String reason, String message) {
      String good = handover.held().map(SuppliedCertificate::lastGood).orElse("");
      concern.refuse(reason, message + good);
      return kept();
    }

    /** A certificate that serves well goes on. */
    private Decision kept() {
      Optional<HeldCertificate> held = handover.held();
      if (held.isEmpty()) {
        concern.blockPods();
        return new Decision(concern, null, null);
      }
      handover.keep(held.get(), Set.of(), Optional.empty());
      return decision(held.get().facts(), null, handover.together(Set.of()));
    }

    private void warn(String name, Signer signer) {
      concern.lookAgainAt(signer.end().minus(SuppliedCertificate.WARN_BEFORE));
      if (snapshot.now().isAfter(signer.end().minus(SuppliedCertificate.WARN_BEFORE))) {
        concern.report(
            true,
            "ExpiresSoon",
            "the CA of Secret "
                + name
                + " ends at "
                + Timestamps.of(signer.end())
                + ", and its certificates with it: replace it");
      }
    }

    private Decision decision(
        CertificateFacts facts, @Nullable Instant renewAt, Set<String> trusted) {
      CertificateStatus status =
          new CertificateStatus(
              facts.serial(),
              Timestamps.of(facts.validity().notBefore()),
              Timestamps.of(facts.validity().notAfter()),
              Timestamps.text(renewAt),
              new Fleet(snapshot.pods()).saying(Served.by(facts)));
      String name = ChildNames.of(snapshot.resource()).trust();
      return new Decision(concern, status, trusted.isEmpty() ? null : new TrustStatus(name));
    }
  }
}
