package dev.privateregistry.registry.http.netty;

import org.jspecify.annotations.Nullable;

/**
 * Where and how a server listens.
 *
 * @param tls certificate and key, or null for plain HTTP; stays the caller's to close
 * @param clearHttp2 whether HTTP/2 is spoken without TLS to clients that start with it
 * @param threads event loops
 */
public record ServerOptions(
    Endpoint endpoint,
    @Nullable TlsSource tls,
    boolean clearHttp2,
    ServerLimits limits,
    int threads) {
  public ServerOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("an HTTP server needs an event loop, not " + threads);
    }
  }

  /** Plain HTTP with the default limits and one event loop for each processor. */
  public static ServerOptions plain(Endpoint endpoint) {
    return new ServerOptions(
        endpoint, null, false, ServerLimits.defaults(), Runtime.getRuntime().availableProcessors());
  }

  public ServerOptions withTls(TlsSource source) {
    return new ServerOptions(endpoint, source, clearHttp2, limits, threads);
  }

  public ServerOptions withClearHttp2(boolean spoken) {
    return new ServerOptions(endpoint, tls, spoken, limits, threads);
  }

  public ServerOptions withLimits(ServerLimits other) {
    return new ServerOptions(endpoint, tls, clearHttp2, other, threads);
  }

  public ServerOptions withThreads(int other) {
    return new ServerOptions(endpoint, tls, clearHttp2, limits, other);
  }
}
