package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.tls.KeyedCertificate;
import dev.privateregistry.operator.tls.Pki;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The operator's CA of one registry, as its Secret keeps it.
 *
 * @param current the one that signs
 * @param next the one that will, published already; null most of the time
 * @param previous certificates of those that signed before, as long as a pod may serve their work
 */
record Authority(KeyedCertificate current, @Nullable KeyedCertificate next, Set<String> previous) {

  static final String CERTIFICATE = "tls.crt";
  static final String KEY = "tls.key";
  private static final String NEXT_CERTIFICATE = "next.crt";
  private static final String NEXT_KEY = "next.key";
  private static final String PREVIOUS = "previous.crt";

  /** Every key of the Secret that is ours. */
  static final Set<String> KEYS = Set.of(CERTIFICATE, KEY, NEXT_CERTIFICATE, NEXT_KEY, PREVIOUS);

  /** The CA of a Secret; empty when it cannot sign. */
  static Optional<Authority> read(Pki pki, Secret secret) {
    Optional<KeyedCertificate> current = pair(pki, secret, CERTIFICATE, KEY);
    KeyedCertificate next = pair(pki, secret, NEXT_CERTIFICATE, NEXT_KEY).orElse(null);
    return current.map(it -> new Authority(it, next, certificates(pki, secret, PREVIOUS)));
  }

  /** The first certificate and the key that belongs to it, when both are there. */
  static Optional<KeyedCertificate> pair(
      Pki pki, Secret secret, String certificateKey, String privateKey) {
    String certificate = Children.text(secret, certificateKey);
    String key = Children.text(secret, privateKey);
    if (certificate == null || key == null) {
      return Optional.empty();
    }
    return pki.split(certificate).stream()
        .findFirst()
        .map(first -> new KeyedCertificate(first, key))
        .filter(pki::matches);
  }

  /** The certificates of a bundle in a Secret. */
  static Set<String> certificates(Pki pki, Secret secret, String key) {
    String bundle = Children.text(secret, key);
    return bundle == null ? Set.of() : pki.split(bundle);
  }

  /** The data of the Secret. */
  Map<String, String> data() {
    Map<String, String> data = new LinkedHashMap<>();
    data.put(CERTIFICATE, current.certificate());
    data.put(KEY, current.key());
    if (next != null) {
      data.put(NEXT_CERTIFICATE, next.certificate());
      data.put(NEXT_KEY, next.key());
    }
    if (!previous.isEmpty()) {
      data.put(PREVIOUS, String.join("", previous));
    }
    return data;
  }

  /** What clients must trust, the signing one first. */
  Set<String> trusted() {
    Set<String> trusted = new LinkedHashSet<>();
    trusted.add(current.certificate());
    if (next != null) {
      trusted.add(next.certificate());
    }
    trusted.addAll(previous);
    return trusted;
  }

  /** A successor is ready to be published. */
  Authority announcing(KeyedCertificate successor) {
    return new Authority(current, successor, previous);
  }

  /** The successor signs from now on. */
  Authority promoted() {
    if (next == null) {
      return this;
    }
    Set<String> before = new LinkedHashSet<>(previous);
    before.add(current.certificate());
    return new Authority(next, null, before);
  }

  /** Nothing is served any more that those before it signed. */
  Authority alone() {
    return new Authority(current, next, Set.of());
  }
}
