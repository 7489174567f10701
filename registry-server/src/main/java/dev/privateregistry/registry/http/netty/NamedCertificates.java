package dev.privateregistry.registry.http.netty;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One certificate for each host name, some of which may not be there yet. A client gets that of the
 * host it asks for, and the first host's when it asks for none or another one; until there is one,
 * the handshake fails. Answers the challenge TLS-ALPN-01 (RFC 8737) beside.
 */
public final class NamedCertificates implements TlsSource {
  /** The protocol by which an ACME server recognises that this port answers for a name. */
  static final String PROOF_PROTOCOL = "acme-tls/1";

  private static final Logger log = LoggerFactory.getLogger(NamedCertificates.class);
  private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

  private final SequencedMap<String, TlsOptions> hosts;
  private final Map<String, FollowedCertificate> followed = new ConcurrentHashMap<>();
  private final Map<String, SslContext> proofs = new ConcurrentHashMap<>();
  private final AtomicLong quietUntil = new AtomicLong(System.nanoTime());

  /** What a client gets. */
  sealed interface Offer {
    record Certificate(FollowedCertificate.Loaded loaded) implements Offer {}

    record Proof(SslContext context) implements Offer {}

    record Nothing() implements Offer {}
  }

  /**
   * @param hosts the files of each host, which need not exist, in lower case; the first is for
   *     clients that name no host
   */
  public NamedCertificates(SequencedMap<String, TlsOptions> hosts) {
    if (hosts.isEmpty()) {
      throw new IllegalArgumentException("no host to have a certificate for");
    }
    this.hosts = new LinkedHashMap<>(hosts);
  }

  /**
   * Serves the certificate of a host, whose files are there now, and follows their changes.
   *
   * @throws IOException when they cannot be used; the message names the file
   */
  public void follow(String host) throws IOException {
    if (!followed.containsKey(host)) {
      followed.put(host, FollowedCertificate.open(options(host)));
    }
  }

  /** Answers an ACME server that looks for this proof of the host, until {@link #proved}. */
  public void prove(String host, X509Certificate proof, PrivateKey key) throws IOException {
    options(host);
    proofs.put(
        host,
        SslContextBuilder.forServer(key, proof)
            .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
            .applicationProtocolConfig(
                new ApplicationProtocolConfig(
                    Protocol.ALPN,
                    SelectorFailureBehavior.NO_ADVERTISE,
                    SelectedListenerFailureBehavior.ACCEPT,
                    PROOF_PROTOCOL))
            .build());
  }

  /** The proof is not needed any more. */
  public void proved(String host) {
    proofs.remove(host);
  }

  private TlsOptions options(String host) {
    TlsOptions options = hosts.get(host);
    if (options == null) {
      throw new IllegalArgumentException(host + " is none of " + hosts.keySet());
    }
    return options;
  }

  Offer offer(ClientHello hello) {
    if (hello.protocols().contains(PROOF_PROTOCOL)) {
      SslContext proof = proofs.get(hello.serverName());
      return proof == null ? new Offer.Nothing() : new Offer.Proof(proof);
    }
    String host =
        hosts.containsKey(hello.serverName()) ? hello.serverName() : hosts.firstEntry().getKey();
    FollowedCertificate certificate = followed.get(host);
    if (certificate == null) {
      warn(host);
      return new Offer.Nothing();
    }
    return new Offer.Certificate(certificate.current());
  }

  private void warn(String host) {
    long now = System.nanoTime();
    long quiet = quietUntil.get();
    if (now - quiet >= 0 && quietUntil.compareAndSet(quiet, now + BETWEEN_WARNINGS.toNanos())) {
      log.warn("a client was turned away: there is no certificate for {} yet", host);
    }
  }

  @Override
  public Optional<TlsStatus> inForce() {
    return hosts.keySet().stream()
        .map(followed::get)
        .filter(Objects::nonNull)
        .map(FollowedCertificate::status)
        .findFirst();
  }

  @Override
  public void close() {
    followed.values().forEach(FollowedCertificate::close);
  }
}
