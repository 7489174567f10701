package dev.privateregistry.registry.app;

import dev.privateregistry.registry.config.HttpConfig;
import dev.privateregistry.registry.config.ListenAddress;
import dev.privateregistry.registry.http.PathPrefix;
import dev.privateregistry.registry.http.netty.Endpoint;
import dev.privateregistry.registry.http.netty.ServerOptions;
import dev.privateregistry.registry.http.netty.TlsSource;
import java.nio.file.Path;
import java.util.Optional;

/** From the configuration to where and how is listened. */
final class HttpWiring {
  private HttpWiring() {}

  /** The registry's own port. */
  static ServerOptions options(HttpConfig http, Optional<TlsSource> tls) {
    ServerOptions clear =
        ServerOptions.plain(endpoint(http.address()))
            .withClearHttp2(http.http2().clear())
            .withLimits(ClientLimits.of(http.limits()));
    return tls.map(clear::withTls).orElse(clear);
  }

  static Endpoint endpoint(HttpConfig.ListenOn address) {
    return switch (address) {
      case ListenAddress(String host, int port) -> new Endpoint.Tcp(host, port);
      case HttpConfig.UnixSocket(Path file) -> new Endpoint.Unix(file);
    };
  }

  /** The path below which the registry is, unless it is at the root. */
  static Optional<PathPrefix> prefix(HttpConfig http) {
    String prefix = http.urls().prefix();
    return prefix.isEmpty() ? Optional.empty() : Optional.of(new PathPrefix(prefix));
  }
}
