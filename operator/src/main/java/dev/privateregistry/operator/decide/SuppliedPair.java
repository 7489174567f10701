package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.decide.Judged.Refused;
import dev.privateregistry.operator.decide.Judged.Usable;
import dev.privateregistry.operator.tls.CertificateFacts;
import dev.privateregistry.operator.tls.KeyedCertificate;
import dev.privateregistry.operator.tls.Pki;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Optional;
import java.util.Set;

/** Looks at a certificate and key that the user keeps in a Secret. */
final class SuppliedPair {

  private final Pki pki;
  private final Snapshot snapshot;

  SuppliedPair(Pki pki, Snapshot snapshot) {
    this.pki = pki;
    this.snapshot = snapshot;
  }

  /**
   * A certificate and its key.
   *
   * @param pair the chain, each certificate signed by the next, and the key of the first
   * @param facts what the first certificate says
   * @param authorities the Secret's {@code ca.crt}: when there are any, the chain leads to one
   * @param secret where it comes from
   */
  record Pair(
      KeyedCertificate pair, CertificateFacts facts, Set<String> authorities, Secret secret) {}

  Judged<Pair> judge(String name) {
    Optional<Secret> secret = snapshot.objects().secret(name);
    if (secret.isEmpty()) {
      return new Refused<>("SecretMissing", "there is no Secret " + name + ": create it");
    }
    String text = Children.text(secret.get(), Authority.CERTIFICATE);
    String key = Children.text(secret.get(), Authority.KEY);
    if (text == null || key == null) {
      return new Refused<>(
          "SecretIncomplete", "Secret " + name + " needs the keys tls.crt and tls.key");
    }
    String chain = String.join("", pki.split(text));
    Optional<CertificateFacts> facts = pki.read(chain);
    if (facts.isEmpty()) {
      return new Refused<>(
          "CertificateUnreadable", "tls.crt of Secret " + name + " is no PEM certificate");
    }
    Pair pair =
        new Pair(
            new KeyedCertificate(chain, key),
            facts.get(),
            Authority.certificates(pki, secret.get(), Handover.BUNDLE),
            secret.get());
    return fits(name, pair);
  }

  private Judged<Pair> fits(String name, Pair pair) {
    String chain = pair.pair().certificate();
    if (!pki.matches(pair.pair())) {
      return new Refused<>(
          "KeyDiffers",
          "tls.key of Secret " + name + " does not belong to its tls.crt: replace both");
    }
    if (!pki.isOrdered(chain)) {
      return new Refused<>(
          "ChainOutOfOrder",
          "tls.crt of Secret "
              + name
              + " is no chain: begin with the certificate of tls.key, and let each issuer follow"
              + " what it signed");
    }
    String trusted = Children.text(pair.secret(), Handover.BUNDLE);
    if (trusted != null && !trusted.isBlank() && pair.authorities().isEmpty()) {
      return new Refused<>(
          "TrustUnreadable",
          "ca.crt of Secret " + name + " is no PEM certificate: replace or remove it");
    }
    if (!pair.authorities().isEmpty() && !pki.leads(chain, pair.authorities())) {
      return new Refused<>(
          "TrustDiffers",
          "tls.crt of Secret "
              + name
              + " does not lead to its ca.crt: append the missing issuers to tls.crt, or replace"
              + " ca.crt");
    }
    return new Usable<>(pair);
  }

  static String notValidNow(String what, String name, CertificateFacts facts) {
    return "the "
        + what
        + " of Secret "
        + name
        + " is valid from "
        + Timestamps.of(facts.validity().notBefore())
        + " to "
        + Timestamps.of(facts.validity().notAfter())
        + ": replace it";
  }
}
