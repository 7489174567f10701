package dev.privateregistry.registry.app;

import dev.privateregistry.registry.config.HttpConfig;
import dev.privateregistry.registry.http.netty.TlsOptions;
import dev.privateregistry.registry.http.netty.TlsSource;
import java.io.IOException;
import java.util.Optional;

/** From the configuration to TLS. */
final class TlsWiring {
  private TlsWiring() {}

  /** The certificate in use, and what clients are asked for; empty without TLS. */
  static Optional<TlsSource> open(HttpConfig http) throws StartFailure {
    Optional<TlsOptions> options = options(http);
    try {
      return options.isEmpty() ? Optional.empty() : Optional.of(TlsSource.open(options.get()));
    } catch (IOException e) {
      throw new StartFailure(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<TlsOptions> options(HttpConfig http) {
    return http.tls().map(tls -> options(tls, http.http2().overTls()));
  }

  private static TlsOptions options(HttpConfig.Tls tls, boolean http2) {
    TlsOptions.Version minimum =
        switch (tls.minimum()) {
          case TLS12 -> TlsOptions.Version.TLS_1_2;
          case TLS13 -> TlsOptions.Version.TLS_1_3;
        };
    return new TlsOptions(
        tls.certificate(),
        tls.key(),
        tls.clients().map(TlsWiring::clients),
        new TlsOptions.Protocols(minimum, tls.ciphers().stream().map(Enum::name).toList(), http2));
  }

  private static TlsOptions.Clients clients(HttpConfig.Clients clients) {
    TlsOptions.Demand demand =
        switch (clients.demand()) {
          case REQUEST -> TlsOptions.Demand.REQUEST;
          case REQUIRE_ANY -> TlsOptions.Demand.REQUIRE_ANY;
          case VERIFY_IF_GIVEN -> TlsOptions.Demand.VERIFY_IF_GIVEN;
          case REQUIRE_AND_VERIFY -> TlsOptions.Demand.REQUIRE_AND_VERIFY;
        };
    return new TlsOptions.Clients(clients.authorities(), demand);
  }
}
