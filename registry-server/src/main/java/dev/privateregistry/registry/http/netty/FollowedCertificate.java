package dev.privateregistry.registry.http.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate, the key and the authorities of clients in use, followed on disk: when the
 * content of the files changes, new connections get the new ones within a second, and open ones go
 * on. Files that cannot be used leave the last good ones in place, with an error in the log and in
 * {@link #status}.
 */
public final class FollowedCertificate implements TlsSource {
  private static final Logger log = LoggerFactory.getLogger(FollowedCertificate.class);
  private static final Duration POLL = Duration.ofMillis(250);

  private final TlsFiles files;
  private final Clock clock;
  private final Thread polling;
  private volatile Loaded loaded;
  private volatile @Nullable String lastError;
  private volatile boolean closed;
  private String refused = "";
  private boolean suspect;
  private boolean warnedOfExpiry;

  /** What is in force, from one reading of the files. */
  record Loaded(
      String content, CertificatePair pair, Optional<ClientTrust> clients, SslContext context) {
    SslHandler newHandler(ByteBufAllocator allocator) {
      return context.newHandler(allocator);
    }
  }

  private FollowedCertificate(TlsFiles files, Loaded loaded, Clock clock) {
    this.files = files;
    this.loaded = loaded;
    this.clock = clock;
    this.polling = Thread.ofVirtual().name("tls-reload").unstarted(this::poll);
  }

  /**
   * Loads the pair and starts to follow its files.
   *
   * @throws IOException when the pair cannot be used; the message names the file and the remedy
   */
  public static FollowedCertificate open(TlsOptions options) throws IOException {
    return open(options, Clock.systemUTC());
  }

  static FollowedCertificate open(TlsOptions options, Clock clock) throws IOException {
    TlsFiles files = new TlsFiles(options);
    TlsFiles.Content content = files.read();
    FollowedCertificate source = new FollowedCertificate(files, load(files, content), clock);
    source.announce();
    source.polling.start();
    return source;
  }

  private static Loaded load(TlsFiles files, TlsFiles.Content content) throws IOException {
    CertificatePair pair = files.pair(content);
    Optional<ClientTrust> clients = files.trust(content);
    return new Loaded(content.fingerprint(), pair, clients, files.context(pair, clients));
  }

  /** The certificate that new connections get now. */
  public TlsStatus status() {
    return loaded.pair.status(lastError);
  }

  @Override
  public Optional<TlsStatus> inForce() {
    return Optional.of(status());
  }

  /** What a new connection gets. */
  Loaded current() {
    return loaded;
  }

  private void poll() {
    while (!closed) {
      LockSupport.parkNanos(POLL.toNanos());
      if (!closed) {
        refresh();
      }
    }
  }

  private void refresh() {
    try {
      TlsFiles.Content content = files.read();
      if (content.fingerprint().equals(loaded.content)) {
        accepted();
      } else if (!content.fingerprint().equals(refused)) {
        reload(content);
      }
    } catch (IOException | RuntimeException unreadable) {
      refuse("unreadable: " + unreadable.getMessage(), unreadable);
    }
    warnOfExpiry();
  }

  private void reload(TlsFiles.Content content) {
    try {
      loaded = load(files, content);
      accepted();
      warnedOfExpiry = false;
      announce();
    } catch (IOException | RuntimeException unusable) {
      refuse(content.fingerprint(), unusable);
    }
  }

  private void accepted() {
    lastError = null;
    refused = "";
    suspect = false;
  }

  /**
   * Files replaced one after the other do not match for a moment: what is unusable is reported when
   * it still is at the second look, and then once.
   */
  private void refuse(String content, Exception why) {
    if (!suspect) {
      suspect = true;
    } else if (!refused.equals(content)) {
      refused = content;
      lastError = why.getMessage();
      log.error(
          "the new certificate is not used, the one with serial {} stays: {}",
          status().serial(),
          why.getMessage());
    }
  }

  private void announce() {
    X509Certificate leaf = loaded.pair.leaf();
    log.info(
        "certificate with serial {} in use, valid until {}",
        leaf.getSerialNumber().toString(16),
        leaf.getNotAfter().toInstant());
    loaded.clients.ifPresent(
        clients ->
            log.info(
                "certificates of clients: {}, {} authorities",
                clients.demand(),
                clients.authorities().size()));
    warnOfExpiry();
  }

  private void warnOfExpiry() {
    X509Certificate leaf = loaded.pair.leaf();
    if (!warnedOfExpiry && leaf.getNotAfter().toInstant().isBefore(clock.instant())) {
      warnedOfExpiry = true;
      log.warn(
          "the certificate with serial {} has expired on {}; clients will refuse it until {} holds"
              + " a new one",
          leaf.getSerialNumber().toString(16),
          leaf.getNotAfter().toInstant(),
          files.certificate());
    }
  }

  /** Stops following the files. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(polling);
  }
}
