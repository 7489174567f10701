package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.api.v1alpha1.RegistryAddress;
import dev.privateregistry.operator.decide.Children.SecretContent;
import dev.privateregistry.operator.tls.CertificateFacts;
import dev.privateregistry.operator.tls.KeyedCertificate;
import dev.privateregistry.operator.tls.Pki;
import dev.privateregistry.operator.tls.Validity;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One decision about a certificate of the operator's own CA.
 *
 * <p>The order of the writes is the argument: what clients must trust is published before anything
 * is signed that needs it, and withdrawn after every pod has stopped to serve it. The CA is written
 * or confirmed before the bundle, the bundle before the certificate.
 */
final class IssuedCertificate {

  /** On the certificate's Secret: the value of the annotation that was answered last. */
  static final String RENEWED_FOR = PrivateRegistry.GROUP + "/renewed-for";

  static final String BUNDLE = "ca.crt";

  private static final String TLS_SECRET = "kubernetes.io/tls";

  /** Clocks differ: a certificate is valid from a little before it was made. */
  static final Duration BACKDATE = Duration.ofMinutes(5);

  private final Pki pki;
  private final AuthorityPolicy policy;
  private final Snapshot snapshot;
  private final Settings settings;
  private final Concern concern;
  private final Children children;
  private final ChildNames names;
  private final Fleet fleet;
  private final AuthoritySuccession succession;
  private final Optional<Secret> authoritySecret;
  private final Optional<ConfigMap> trust;
  private final Optional<Secret> certificateSecret;
  private final @Nullable String request;

  IssuedCertificate(
      Pki pki, AuthorityPolicy policy, Snapshot snapshot, Settings settings, Concern concern) {
    this.pki = pki;
    this.policy = policy.fitting(settings.validity());
    this.snapshot = snapshot;
    this.settings = settings;
    this.concern = concern;
    this.children = new Children(snapshot);
    this.names = ChildNames.of(snapshot.resource());
    this.fleet = new Fleet(snapshot.pods());
    this.succession = new AuthoritySuccession(pki, this.policy, snapshot, concern);
    this.authoritySecret = children.secret(names.caSecret());
    this.trust = children.configMap(names.trust());
    this.certificateSecret = children.secret(names.certificate());
    this.request =
        Children.annotation(snapshot.resource(), PrivateRegistry.RENEW_CERTIFICATE_ANNOTATION);
  }

  /** Decides; gives what the certificate will be. Empty when the concern is stalled. */
  Optional<CertificateFacts> decide() {
    if (stalled()) {
      return Optional.empty();
    }
    Optional<Authority> stored = authoritySecret.flatMap(secret -> Authority.read(pki, secret));
    Optional<KeyedCertificate> held =
        certificateSecret.flatMap(
            secret -> Authority.pair(pki, secret, Authority.CERTIFICATE, Authority.KEY));
    Authority authority =
        succession.next(stored, publishedBundle(), signer -> servedFrom(signer, held));
    Optional<KeyedCertificate> kept = held.filter(pair -> good(pair, authority));
    KeyedCertificate certificate = kept.orElseGet(() -> issue(authority));
    boolean confirmed = kept.isPresent() && served(certificate);
    write(authority, stored, bundle(authority, confirmed), certificate, kept.isEmpty());
    Optional<CertificateFacts> facts = pki.read(certificate.certificate());
    facts.ifPresent(it -> report(it, confirmed, authority));
    return facts;
  }

  private boolean stalled() {
    for (Optional<? extends HasMetadata> object :
        List.of(authoritySecret, trust, certificateSecret)) {
      if (children.foreign(object)) {
        concern.stall(Children.foreignMessage(object.orElseThrow()));
        concern.blockPods();
      }
    }
    return !concern.stalled().isEmpty();
  }

  // The bundle

  private Set<String> publishedBundle() {
    String text =
        trust.map(map -> map.getData() == null ? null : map.getData().get(BUNDLE)).orElse(null);
    return text == null ? Set.of() : pki.split(text);
  }

  /** What is published stays so until every pod serves what the CA signed. */
  private String bundle(Authority authority, boolean confirmed) {
    Set<String> bundle = new LinkedHashSet<>(authority.trusted());
    if (!confirmed) {
      bundle.addAll(publishedBundle());
    }
    return String.join("", bundle);
  }

  // The certificate

  private boolean good(KeyedCertificate pair, Authority authority) {
    Optional<CertificateFacts> facts = pki.read(pair.certificate());
    return facts.isPresent()
        && pki.signed(authority.current().certificate(), pair.certificate())
        && facts.get().names().containsAll(RegistryAddress.certificateNames(snapshot.resource()))
        && !due(facts.get(), authority)
        && (request == null || request.equals(answered()));
  }

  private @Nullable String answered() {
    return certificateSecret.map(secret -> Children.annotation(secret, RENEWED_FOR)).orElse(null);
  }

  /** Due by time; not when a new one could not last longer, because the CA ends as well. */
  private boolean due(CertificateFacts facts, Authority authority) {
    return !snapshot.now().isBefore(renewAt(facts))
        && facts.validity().notAfter().isBefore(succession.end(authority.current()));
  }

  /** When a certificate is renewed: as if it were valid for as long as the spec says now. */
  Instant renewAt(CertificateFacts facts) {
    Instant bySpec = facts.validity().notBefore().plus(BACKDATE).plus(settings.validity());
    Instant end = facts.validity().notAfter();
    return (bySpec.isBefore(end) ? bySpec : end).minus(settings.renewBefore());
  }

  private KeyedCertificate issue(Authority authority) {
    Instant wanted = snapshot.now().plus(settings.validity());
    Instant limit = succession.end(authority.current());
    KeyedCertificate issued =
        pki.server(
            authority.current(),
            RegistryAddress.certificateNames(snapshot.resource()),
            new Validity(snapshot.now().minus(BACKDATE), wanted.isBefore(limit) ? wanted : limit));
    pki.read(issued.certificate())
        .ifPresent(
            facts ->
                concern.notice(
                    Notice.normal(
                        "CertificateIssued",
                        "certificate "
                            + facts.serial()
                            + " is valid until "
                            + Timestamps.of(facts.validity().notAfter()))));
    return issued;
  }

  private boolean served(KeyedCertificate pair) {
    return pki.read(pair.certificate())
        .map(facts -> fleet.confirms(Served.by(facts)))
        .orElse(false);
  }

  /** Whether every pod serves what this CA signed. */
  private boolean servedFrom(KeyedCertificate signer, Optional<KeyedCertificate> held) {
    return held.map(pair -> pki.signed(signer.certificate(), pair.certificate()) && served(pair))
        .orElse(false);
  }

  // The writes

  private void write(
      Authority authority,
      Optional<Authority> stored,
      String bundle,
      KeyedCertificate certificate,
      boolean issued) {
    SecretContent content =
        new SecretContent(
            TLS_SECRET,
            Map.of(
                Authority.CERTIFICATE,
                certificate.certificate(),
                Authority.KEY,
                certificate.key(),
                BUNDLE,
                bundle),
            issued && request != null ? Map.of(RENEWED_FOR, request) : answeredAlready());
    boolean certificateChanges = issued || !children.holds(certificateSecret, content, Set.of());
    boolean bundleChanges =
        !trust
            .filter(children::marked)
            .filter(map -> map.getData() != null && bundle.equals(map.getData().get(BUNDLE)))
            .isPresent();
    if (!stored.equals(Optional.of(authority))
        || authoritySecret.filter(children::marked).isEmpty()) {
      SecretContent ca = new SecretContent(SecretContent.OPAQUE, authority.data(), Map.of());
      concern.write(children.put(authoritySecret, names.caSecret(), ca));
    } else if (bundleChanges || certificateChanges) {
      concern.write(new Write.Confirm(authoritySecret.orElseThrow()));
    }
    if (bundleChanges) {
      concern.write(children.put(trust, names.trust(), Map.of(BUNDLE, bundle)));
    } else if (certificateChanges) {
      concern.write(new Write.Confirm(trust.orElseThrow()));
    }
    if (certificateChanges) {
      concern.write(children.put(certificateSecret, names.certificate(), content));
    }
  }

  private Map<String, String> answeredAlready() {
    String answered = answered();
    return answered == null ? Map.of() : Map.of(RENEWED_FOR, answered);
  }

  // The report

  private void report(CertificateFacts facts, boolean confirmed, Authority authority) {
    concern.lookAgainAt(later(renewAt(facts), facts.validity().notAfter()));
    concern.lookAgainAt(succession.end(authority.current()).minus(policy.rollBefore()));
    KeyedCertificate successor = authority.next();
    if (successor != null) {
      concern.lookAgainAt(succession.signsFrom(successor));
    }
    if (!confirmed) {
      Served.late(snapshot, concern, facts, facts.validity().notBefore().plus(BACKDATE));
    }
  }

  /** A certificate whose renewal has no effect yet is looked at again when it ends. */
  private Instant later(Instant renewAt, Instant end) {
    return renewAt.isAfter(snapshot.now()) ? renewAt : end;
  }
}
