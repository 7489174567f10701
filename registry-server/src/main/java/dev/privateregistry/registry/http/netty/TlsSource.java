package dev.privateregistry.registry.http.netty;

import java.util.Optional;

/** Where the certificates of a TLS port come from. */
public sealed interface TlsSource extends AutoCloseable
    permits FollowedCertificate, NamedCertificates {

  /**
   * The certificate that new connections get now, the first of several; empty before there is one.
   */
  Optional<TlsStatus> inForce();

  @Override
  void close();
}
