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
 * @param host the URL clients use, when it cannot be told from the request
 * @param secret signs the state of uploads; replicas share it; random when absent
 * @param drain how long running requests may take to finish when the program stops
 * @param headers added to every answer
 */
public record HttpConfig(
    ListenAddress address,
    Optional<URI> host,
    boolean relativeUrls,
    Optional<Secret> secret,
    Duration drain,
    Map<String, List<String>> headers,
    Optional<Tls> tls,
    Optional<Debug> debug,
    boolean http2) {
  public HttpConfig {
    headers = Map.copyOf(headers);
  }

  /** The certificate chain and its key, as PEM files. */
  public record Tls(Path certificate, Path key, MinimumTls minimum) {}

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
