package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.api.v1alpha1.RegistryAddress;
import dev.privateregistry.operator.tls.CertificateFacts;
import dev.privateregistry.operator.tls.KeyedCertificate;
import dev.privateregistry.operator.tls.Pki;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One decision about a certificate that the user keeps in a Secret of their own. */
final class SuppliedCertificate {

  private static final Duration WARN_BEFORE = Duration.ofDays(14);

  private final Pki pki;
  private final Snapshot snapshot;
  private final Concern concern;
  private final Fleet fleet;

  SuppliedCertificate(Pki pki, Snapshot snapshot, Concern concern) {
    this.pki = pki;
    this.snapshot = snapshot;
    this.concern = concern;
    this.fleet = new Fleet(snapshot.pods());
  }

  /** Decides; gives what the certificate says, when it can be used. */
  Optional<CertificateFacts> decide(String name) {
    Optional<Secret> secret = snapshot.objects().secret(name);
    if (secret.isEmpty()) {
      return unusable("SecretMissing", "there is no Secret " + name + ": create it");
    }
    String certificate = Children.text(secret.get(), Authority.CERTIFICATE);
    String key = Children.text(secret.get(), Authority.KEY);
    if (certificate == null || key == null) {
      return unusable("SecretIncomplete", "Secret " + name + " needs the keys tls.crt and tls.key");
    }
    Optional<CertificateFacts> facts = pki.read(certificate);
    if (facts.isEmpty()) {
      return unusable(
          "CertificateUnreadable", "tls.crt of Secret " + name + " is no PEM certificate");
    }
    if (!pki.matches(new KeyedCertificate(certificate, key))) {
      return unusable(
          "KeyDiffers",
          "tls.key of Secret " + name + " does not belong to its tls.crt: replace both");
    }
    trust(secret.get(), facts.get());
    report(facts.get(), secret.get());
    return facts;
  }

  private Optional<CertificateFacts> unusable(String reason, String message) {
    concern.report(false, reason, message);
    concern.blockPods();
    concern.lookAgainAt(snapshot.now().plusSeconds(30));
    return Optional.empty();
  }

  /** Whether there is something to publish that clients must trust. */
  boolean publishesTrust(String name) {
    return snapshot
        .objects()
        .secret(name)
        .map(secret -> !Authority.certificates(pki, secret, IssuedCertificate.BUNDLE).isEmpty())
        .orElse(false);
  }

  /**
   * Publishes the Secret's ca.crt. Until every pod serves the certificate, what is published
   * already stays beside it; without a ca.crt nothing may be published, as it would not lead to
   * this certificate.
   */
  private void trust(Secret secret, CertificateFacts facts) {
    Children children = new Children(snapshot);
    String mapName = ChildNames.of(snapshot.resource()).trust();
    Optional<ConfigMap> map = children.configMap(mapName);
    if (children.foreign(map)) {
      concern.stall(Children.foreignMessage(map.orElseThrow()));
      return;
    }
    Set<String> bundle =
        new LinkedHashSet<>(Authority.certificates(pki, secret, IssuedCertificate.BUNDLE));
    if (bundle.isEmpty()) {
      map.ifPresent(found -> concern.write(new Write.Delete(found)));
      return;
    }
    String published =
        map.map(
                found ->
                    found.getData() == null ? null : found.getData().get(IssuedCertificate.BUNDLE))
            .orElse("");
    if (!fleet.confirms(Served.by(facts))) {
      bundle.addAll(pki.split(published));
    }
    String text = String.join("", bundle);
    if (!text.equals(published) || map.filter(children::marked).isEmpty()) {
      concern.write(children.put(map, mapName, Map.of(IssuedCertificate.BUNDLE, text)));
    }
  }

  private void report(CertificateFacts facts, Secret secret) {
    String name = secret.getMetadata().getName();
    Instant now = snapshot.now();
    Instant end = facts.validity().notAfter();
    String host = RegistryAddress.of(snapshot.resource()).host();
    if (!facts.validAt(now)) {
      concern.report(
          false,
          "NotValidNow",
          "the certificate of Secret "
              + name
              + " is valid from "
              + Timestamps.of(facts.validity().notBefore())
              + " to "
              + Timestamps.of(end)
              + ": replace it");
    } else if (!facts.covers(host)) {
      concern.report(
          false,
          "HostNotCovered",
          "the certificate of Secret " + name + " does not name " + host + ": replace it");
    } else if (!fleet.confirms(Served.by(facts))) {
      Served.late(snapshot, concern, facts, Children.writtenAt(secret).orElse(Instant.EPOCH));
    } else if (now.isAfter(end.minus(WARN_BEFORE))) {
      concern.report(
          true,
          "ExpiresSoon",
          "the certificate of Secret " + name + " ends at " + Timestamps.of(end) + ": replace it");
    }
    concern.lookAgainAt(end.minus(WARN_BEFORE));
    concern.lookAgainAt(end);
  }
}
