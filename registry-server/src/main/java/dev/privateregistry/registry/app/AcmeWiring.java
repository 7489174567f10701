package dev.privateregistry.registry.app;

import dev.privateregistry.registry.acme.CertificateCache;
import dev.privateregistry.registry.acme.HostState;
import dev.privateregistry.registry.acme.Renewals;
import dev.privateregistry.registry.acme.TlsPort;
import dev.privateregistry.registry.config.HttpConfig;
import dev.privateregistry.registry.http.netty.NamedCertificates;
import dev.privateregistry.registry.http.netty.TlsOptions;
import dev.privateregistry.registry.observe.ServerStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Function;

/** From the configuration to certificates of an ACME server. */
final class AcmeWiring {
  private AcmeWiring() {}

  /**
   * @param options of the port with the file of one host, which holds certificate and key
   * @throws IOException when the cache or the ACME server's authority cannot be used
   */
  static ServerTls open(HttpConfig.LetsEncrypt ordered, Function<Path, TlsOptions> options)
      throws IOException {
    CertificateCache cache = CertificateCache.open(ordered.cache());
    SequencedMap<String, TlsOptions> hosts = new LinkedHashMap<>();
    ordered.hosts().forEach(host -> hosts.put(host, options.apply(cache.file(host))));
    NamedCertificates certificates = new NamedCertificates(hosts);
    Renewals renewals =
        Renewals.of(
            new Renewals.Orders(
                ordered.hosts(), ordered.directory(), ordered.email(), ordered.authority()),
            cache,
            new Port(certificates));
    return new ServerTls(
        certificates,
        () -> renewals.states().stream().map(AcmeWiring::status).toList(),
        renewals::start,
        renewals::close);
  }

  private static ServerStatus.OrderedCertificate status(HostState state) {
    return new ServerStatus.OrderedCertificate(
        state.host(), state.notAfter(), state.next(), state.error());
  }

  private record Port(NamedCertificates certificates) implements TlsPort {
    @Override
    public void serve(String host) throws IOException {
      certificates.follow(host);
    }

    @Override
    public void prove(String host, X509Certificate proof, PrivateKey key) throws IOException {
      certificates.prove(host, proof, key);
    }

    @Override
    public void proved(String host) {
      certificates.proved(host);
    }
  }
}
