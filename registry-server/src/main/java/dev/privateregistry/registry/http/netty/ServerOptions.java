package dev.privateregistry.registry.http.netty;

import org.jspecify.annotations.Nullable;

/**
 * Where and how a server listens.
 *
 * @param host address or name to bind; empty means all interfaces, IPv4 and IPv6
 * @param port TCP port; 0 takes a free one
 * @param tls certificate and key, or null for plain HTTP; stays the caller's to close
 * @param threads event loops
 */
public record ServerOptions(
    String host, int port, @Nullable TlsSource tls, ServerLimits limits, int threads) {
  public ServerOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("not a TCP port: " + port);
    }
    if (threads < 1) {
      throw new IllegalArgumentException("an HTTP server needs an event loop, not " + threads);
    }
  }

  /** Plain HTTP with the default limits and one event loop for each processor. */
  public static ServerOptions plain(String host, int port) {
    return new ServerOptions(
        host, port, null, ServerLimits.defaults(), Runtime.getRuntime().availableProcessors());
  }

  public ServerOptions withTls(TlsSource source) {
    return new ServerOptions(host, port, source, limits, threads);
  }

  public ServerOptions withLimits(ServerLimits other) {
    return new ServerOptions(host, port, tls, other, threads);
  }

  public ServerOptions withThreads(int other) {
    return new ServerOptions(host, port, tls, limits, other);
  }
}
