package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.api.v1alpha1.Ownership;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.api.v1alpha1.RegistryAddress;
import dev.privateregistry.operator.decide.Children.SecretContent;
import dev.privateregistry.operator.tls.CertificateFacts;
import dev.privateregistry.operator.tls.KeyedCertificate;
import dev.privateregistry.operator.tls.Pki;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What clients are told to trust, and what the pods are given to serve, wherever certificates come
 * from.
 *
 * <p>The order of the writes is the argument: what clients must trust is published before anything
 * is served that needs it, and withdrawn after every pod has stopped to serve it. Where a
 * certificate comes from is written or confirmed before the bundle, the bundle before the
 * certificate.
 */
final class Handover {

  /** On the certificate's Secret: the value of the annotation that was answered last. */
  static final String RENEWED_FOR = PrivateRegistry.GROUP + "/renewed-for";

  /** On the certificate's Secret: since when its certificate is there for the pods. */
  static final String SERVED_SINCE = PrivateRegistry.GROUP + "/served-since";

  /** On the ConfigMap: since when it holds the newest of its certificates. */
  static final String TRUSTED_SINCE = PrivateRegistry.GROUP + "/trusted-since";

  static final String BUNDLE = "ca.crt";

  private static final String TLS_SECRET = "kubernetes.io/tls";

  private final Pki pki;
  private final Duration patience;
  private final Snapshot snapshot;
  private final Concern concern;
  private final Children children;
  private final ChildNames names;
  private final Optional<ConfigMap> map;
  private final Optional<Secret> secret;
  private final Optional<HeldCertificate> held;
  private final Set<String> published;

  /**
   * @param patience how long what is trusted is published before a certificate needs it, and how
   *     long after the last one that did
   */
  Handover(Pki pki, Duration patience, Snapshot snapshot, Concern concern) {
    this.pki = pki;
    this.patience = patience;
    this.snapshot = snapshot;
    this.concern = concern;
    this.children = new Children(snapshot);
    this.names = ChildNames.of(snapshot.resource());
    this.map = children.configMap(names.trust());
    this.secret = children.secret(names.certificate());
    this.held = secret.flatMap(it -> HeldCertificate.read(pki, it));
    this.published = map.map(this::certificates).orElse(Set.of());
  }

  /**
   * A certificate for the pods.
   *
   * @param pair its chain and key
   * @param facts what it says
   * @param trusted what is to be published for it; empty when clients trust it by other means
   * @param source the Secret it comes from, when that is not about to be written
   * @param answer the value of the annotation that it answers; null when it answers none
   */
  record Offer(
      KeyedCertificate pair,
      CertificateFacts facts,
      Set<String> trusted,
      Optional<Secret> source,
      @Nullable String answer) {}

  /** Whether an object in the way is somebody else's, which is said. */
  boolean isStalled() {
    for (Optional<? extends HasMetadata> object : List.of(map, secret)) {
      if (children.foreign(object)) {
        concern.stall(Children.foreignMessage(object.orElseThrow()));
        concern.blockPods();
      }
    }
    return !concern.stalled().isEmpty();
  }

  Optional<HeldCertificate> held() {
    return held;
  }

  /** What clients are told to trust now. */
  Set<String> published() {
    return published;
  }

  /**
   * The value of the annotation that asks for a new certificate at once; null when there is none.
   */
  @Nullable String request() {
    return Children.annotation(snapshot.resource(), PrivateRegistry.RENEW_CERTIFICATE_ANNOTATION);
  }

  /** Whether that is not answered yet. */
  boolean isAsked() {
    String request = request();
    return request != null && !request.equals(noted(RENEWED_FOR));
  }

  /**
   * When a certificate for which these must be trusted may be served; now when that cannot wait.
   */
  Instant servableFrom(Set<String> needed) {
    Instant now = snapshot.now();
    if (held.isEmpty() || isAsked() || needed.isEmpty()) {
      return now;
    }
    boolean told = published.containsAll(needed);
    if (told && pki.leads(held.get().pair().certificate(), needed)) {
      return now;
    }
    Instant from = (told ? trustedSince() : now).plus(patience);
    String host = RegistryAddress.of(snapshot.resource()).host();
    boolean lasts = held.get().isGood(host, now) && held.get().isGood(host, from);
    return lasts && from.isAfter(now) ? from : now;
  }

  /** What is to be published so that what is served and what will be served are trusted. */
  Set<String> together(Set<String> trusted) {
    Set<String> all = new LinkedHashSet<>(trusted);
    all.addAll(published);
    held.ifPresent(it -> all.addAll(it.trusted()));
    return all;
  }

  /** Gives the pods a certificate, and tells clients what to trust. */
  void deliver(Offer offer) {
    boolean same = held.filter(it -> it.pair().equals(offer.pair())).isPresent();
    Instant since = same ? servedSince() : snapshot.now();
    boolean served = same && new Fleet(snapshot.pods()).confirms(Served.by(offer.facts()));
    boolean over = served && !snapshot.now().isBefore(since.plus(patience));
    Set<String> bundle = over ? offer.trusted() : together(offer.trusted());
    write(offer, same, bundle);
    if (!served) {
      Served.late(snapshot, concern, offer.facts(), since);
    } else if (!over && !offer.trusted().containsAll(bundle)) {
      concern.lookAgainAt(since.plus(patience));
    }
  }

  /** Goes on with the certificate that is there. */
  void keep(HeldCertificate good, Set<String> trusted, Optional<Secret> source) {
    deliver(new Offer(good.pair(), good.facts(), together(trusted), source, null));
  }

  // The writes

  /**
   * The bundle follows from the certificate that is there, so that is confirmed, and vice versa.
   */
  private void write(Offer offer, boolean same, Set<String> bundle) {
    SecretContent content = content(offer, same, String.join("", bundle));
    boolean certificateChanges = !children.holds(secret, content, Set.of(BUNDLE));
    boolean bundleChanges = !isPublished(bundle);
    if (bundleChanges || certificateChanges) {
      offer.source().ifPresent(it -> concern.write(new Write.Confirm(it)));
    }
    if (bundleChanges) {
      concern.write(confirmed(secret, new SecretBuilder().build(), names.certificate()));
      publish(bundle);
    } else if (certificateChanges) {
      concern.write(confirmed(map, new ConfigMapBuilder().build(), names.trust()));
    }
    if (certificateChanges) {
      concern.write(children.put(secret, names.certificate(), content));
    }
  }

  /** That an object is what was observed, or that there is none. */
  private Write confirmed(Optional<? extends HasMetadata> observed, HasMetadata none, String name) {
    if (observed.isPresent()) {
      return new Write.Confirm(observed.get());
    }
    none.setMetadata(Ownership.metadata(snapshot.resource(), name));
    return new Write.Confirm(none);
  }

  private SecretContent content(Offer offer, boolean same, String bundle) {
    Map<String, String> data = new LinkedHashMap<>();
    data.put(Authority.CERTIFICATE, offer.pair().certificate());
    data.put(Authority.KEY, offer.pair().key());
    if (!bundle.isEmpty()) {
      data.put(BUNDLE, bundle);
    }
    Map<String, String> notes = new LinkedHashMap<>();
    note(notes, RENEWED_FOR, offer.answer() == null ? noted(RENEWED_FOR) : offer.answer());
    note(notes, SERVED_SINCE, same ? noted(SERVED_SINCE) : Timestamps.of(snapshot.now()));
    return new SecretContent(TLS_SECRET, data, notes);
  }

  private boolean isPublished(Set<String> bundle) {
    return bundle.isEmpty()
        ? map.isEmpty()
        : map.filter(children::marked)
            .filter(it -> String.join("", bundle).equals(it.getData().get(BUNDLE)))
            .isPresent();
  }

  private void publish(Set<String> bundle) {
    if (bundle.isEmpty()) {
      map.ifPresent(it -> concern.write(new Write.Delete(it)));
      return;
    }
    Map<String, String> notes = new LinkedHashMap<>();
    String before = map.map(it -> Children.annotation(it, TRUSTED_SINCE)).orElse(null);
    note(
        notes,
        TRUSTED_SINCE,
        published.containsAll(bundle) ? before : Timestamps.of(snapshot.now()));
    concern.write(children.put(map, names.trust(), Map.of(BUNDLE, String.join("", bundle)), notes));
  }

  private static void note(Map<String, String> notes, String key, @Nullable String value) {
    if (value != null) {
      notes.put(key, value);
    }
  }

  // What was written before

  private Set<String> certificates(ConfigMap found) {
    String text = found.getData() == null ? null : found.getData().get(BUNDLE);
    return text == null ? Set.of() : pki.split(text);
  }

  private @Nullable String noted(String key) {
    return secret.map(it -> Children.annotation(it, key)).orElse(null);
  }

  /** Long ago when that is not known: earlier versions did not note it. */
  private Instant servedSince() {
    return Timestamps.parse(noted(SERVED_SINCE)).orElse(Instant.EPOCH);
  }

  private Instant trustedSince() {
    return map.flatMap(it -> Timestamps.parse(Children.annotation(it, TRUSTED_SINCE)))
        .orElse(Instant.EPOCH);
  }
}
