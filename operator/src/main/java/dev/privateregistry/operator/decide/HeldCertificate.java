package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.tls.CertificateFacts;
import dev.privateregistry.operator.tls.KeyedCertificate;
import dev.privateregistry.operator.tls.Pki;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The certificate that is there for the pods.
 *
 * @param pair its chain and key
 * @param facts what it says
 * @param trusted what was published when it was put there
 */
record HeldCertificate(KeyedCertificate pair, CertificateFacts facts, Set<String> trusted) {

  /** The certificate of the Secret that the pods mount; empty when they could not serve it. */
  static Optional<HeldCertificate> read(Pki pki, Secret secret) {
    Set<String> chain = Authority.certificates(pki, secret, Authority.CERTIFICATE);
    String key = Children.text(secret, Authority.KEY);
    if (chain.isEmpty() || key == null) {
      return Optional.empty();
    }
    KeyedCertificate pair = new KeyedCertificate(String.join("", chain), key);
    if (!pki.matches(pair)) {
      return Optional.empty();
    }
    Set<String> trusted = Authority.certificates(pki, secret, Handover.BUNDLE);
    return pki.read(pair.certificate()).map(facts -> new HeldCertificate(pair, facts, trusted));
  }

  /** Whether clients that ask for the host accept it at an instant. */
  boolean isGood(String host, Instant at) {
    return facts.validAt(at) && facts.covers(host);
  }
}
