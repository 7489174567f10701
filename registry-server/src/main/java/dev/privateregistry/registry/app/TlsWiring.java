package dev.privateregistry.registry.app;

import dev.privateregistry.registry.config.HttpConfig;
import dev.privateregistry.registry.http.netty.FollowedCertificate;
import dev.privateregistry.registry.http.netty.TlsOptions;
import java.io.IOException;
import java.util.Optional;

/** From the configuration to TLS. */
final class TlsWiring {
  private TlsWiring() {}

  /** The certificates in use, and what clients are asked for; empty without TLS. */
  static Optional<ServerTls> open(HttpConfig http) throws StartFailure {
    if (http.tls().isEmpty()) {
      return Optional.empty();
    }
    HttpConfig.Tls tls = http.tls().get();
    boolean http2 = http.http2().overTls();
    try {
      return Optional.of(
          switch (tls.identity()) {
            case HttpConfig.CertificateFiles files ->
                ServerTls.of(FollowedCertificate.open(options(files, tls, http2)));
            case HttpConfig.LetsEncrypt ordered ->
                AcmeWiring.open(
                    ordered,
                    file -> options(new HttpConfig.CertificateFiles(file, file), tls, http2));
          });
    } catch (IOException e) {
      throw new StartFailure(String.valueOf(e.getMessage()));
    }
  }

  private static TlsOptions options(
      HttpConfig.CertificateFiles files, HttpConfig.Tls tls, boolean http2) {
    TlsOptions.Version minimum =
        switch (tls.minimum()) {
          case TLS12 -> TlsOptions.Version.TLS_1_2;
          case TLS13 -> TlsOptions.Version.TLS_1_3;
        };
    return new TlsOptions(
        files.certificate(),
        files.key(),
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
