package dev.privateregistry.registry.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How clients reach the registry.
 *
 * @param secret signs the state of uploads; replicas share it; random when absent
 * @param drain how long running requests may take to finish when the program stops
 * @param headers added to every answer
 * @param trustedProxies whose forwarding fields are believed, when not everybody's are
 */
public record HttpConfig(
    ListenOn address,
    Urls urls,
    Optional<Secret> secret,
    Duration drain,
    Map<String, List<String>> headers,
    Optional<Tls> tls,
    Optional<Debug> debug,
    Http2 http2,
    LimitsConfig limits,
    Optional<List<AddressRange>> trustedProxies) {
  public HttpConfig {
    headers = Map.copyOf(headers);
  }

  /** Where connections come in. */
  public sealed interface ListenOn permits ListenAddress, UnixSocket {}

  /** A socket file. */
  public record UnixSocket(Path file) implements ListenOn {
    @Override
    public String toString() {
      return "unix:" + file;
    }
  }

  /**
   * What clients are told about where things are.
   *
   * @param prefix the path below which the registry is, without a slash at its end; empty for the
   *     root
   * @param relative whether {@code Location} leaves scheme and host out
   */
  public record Urls(String prefix, Optional<URI> host, boolean relative) {}

  /**
   * Where HTTP/2 is spoken beside HTTP/1.1.
   *
   * @param overTls when the client and TLS agree on it
   * @param clear without TLS, with clients that know that it is
   */
  public record Http2(boolean overTls, boolean clear) {}

  /**
   * How the port proves who it is.
   *
   * @param clients what clients must show, if they must
   * @param ciphers the choice for TLS 1.2; empty for a good one
   */
  public record Tls(
      Identity identity, Optional<Clients> clients, MinimumTls minimum, List<CipherSuite> ciphers) {
    public Tls {
      ciphers = List.copyOf(ciphers);
    }
  }

  /** Where the certificate comes from. */
  public sealed interface Identity permits CertificateFiles, LetsEncrypt {}

  /** The certificate chain and its key, as PEM files. */
  public record CertificateFiles(Path certificate, Path key) implements Identity {}

  /**
   * Certificates from an ACME server.
   *
   * @param cache the folder that keeps them and the account
   * @param email for the ACME server, to reach whoever runs this
   * @param hosts at least one, in lower case, ASCII
   * @param directory where the ACME server begins
   * @param authority PEM file of who certifies the ACME server itself, beside those of the system
   */
  public record LetsEncrypt(
      Path cache,
      Optional<String> email,
      List<String> hosts,
      URI directory,
      Optional<Path> authority)
      implements Identity {
    public LetsEncrypt {
      hosts = List.copyOf(hosts);
    }
  }

  /** Certificates of clients, and the PEM files of their authorities. */
  public record Clients(List<Path> authorities, ClientAuth demand) {
    public Clients {
      authorities = List.copyOf(authorities);
    }
  }

  /** What a client must show. */
  public enum ClientAuth {
    REQUEST("request-client-cert"),
    REQUIRE_ANY("require-any-client-cert"),
    VERIFY_IF_GIVEN("verify-client-cert-if-given"),
    REQUIRE_AND_VERIFY("require-and-verify-client-cert");

    private final String word;

    ClientAuth(String word) {
      this.word = word;
    }

    /** The word in config.yml. */
    @Override
    public String toString() {
      return word;
    }
  }

  /** Suites by their names in Go, which are IANA's. Go's two with 3DES are not offered. */
  public enum CipherSuite {
    TLS_RSA_WITH_AES_128_CBC_SHA,
    TLS_RSA_WITH_AES_256_CBC_SHA,
    TLS_RSA_WITH_AES_128_GCM_SHA256,
    TLS_RSA_WITH_AES_256_GCM_SHA384,
    TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
    TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA,
    TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
    TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA,
    TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    TLS_AES_128_GCM_SHA256,
    TLS_AES_256_GCM_SHA384,
    TLS_CHACHA20_POLY1305_SHA256
  }

  /** The oldest protocol version to accept. */
  public enum MinimumTls {
    TLS12("tls1.2"),
    TLS13("tls1.3");

    private final String word;

    MinimumTls(String word) {
      this.word = word;
    }

    /** The word in config.yml. */
    @Override
    public String toString() {
      return word;
    }
  }

  /**
   * The port for operators: health, status, metrics.
   *
   * @param metricsPath where Prometheus reads, when it may
   */
  public record Debug(ListenAddress address, Optional<String> metricsPath) {}
}
