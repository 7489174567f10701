package dev.privateregistry.registry.app;

import dev.privateregistry.registry.http.netty.TlsSource;
import dev.privateregistry.registry.http.netty.TlsStatus;
import dev.privateregistry.registry.observe.ServerStatus;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * TLS of the registry's port.
 *
 * @param orders how it stands with certificates that are ordered; empty where they are files
 * @param opened what is left to do when the port is open
 * @param end what else is to be closed
 */
record ServerTls(
    TlsSource source,
    Supplier<List<ServerStatus.OrderedCertificate>> orders,
    Runnable opened,
    Runnable end)
    implements AutoCloseable {

  /** Certificates that somebody else puts there. */
  static ServerTls of(TlsSource source) {
    return new ServerTls(source, List::of, () -> {}, () -> {});
  }

  /** The certificate in force, when there is one. */
  Optional<ServerStatus.Certificate> certificate() {
    return source.inForce().map(ServerTls::certificate);
  }

  private static ServerStatus.Certificate certificate(TlsStatus status) {
    return new ServerStatus.Certificate(
        status.serial(), status.notBefore(), status.notAfter(), status.lastError());
  }

  @Override
  public void close() {
    end.run();
    source.close();
  }
}
