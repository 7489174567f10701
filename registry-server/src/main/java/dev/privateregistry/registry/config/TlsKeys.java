package dev.privateregistry.registry.config;

import static dev.privateregistry.registry.config.Key.optional;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The keys of {@code http.tls}. */
final class TlsKeys {
  static final Key<Optional<Path>> CERTIFICATE =
      optional(
          "http.tls.certificate",
          KeyType.path().optional(),
          Optional.empty(),
          "no TLS",
          "The certificate chain, PEM. Reloaded within a second of a change.");
  static final Key<Optional<Path>> PRIVATE_KEY =
      optional(
          "http.tls.key",
          KeyType.path().optional(),
          Optional.empty(),
          "no TLS",
          "The private key of the certificate, PEM.");
  static final Key<HttpConfig.MinimumTls> MINIMUM =
      optional(
          "http.tls.minimumtls",
          KeyType.oneOf(HttpConfig.MinimumTls.values()),
          HttpConfig.MinimumTls.TLS12,
          "tls1.2",
          "The oldest protocol version to accept.");

  static final List<Key<?>> ALL = List.of(CERTIFICATE, PRIVATE_KEY, MINIMUM);

  private TlsKeys() {}

  static Optional<HttpConfig.Tls> read(Values values) {
    Optional<Path> certificate = values.get(CERTIFICATE);
    Optional<Path> key = values.get(PRIVATE_KEY);
    HttpConfig.MinimumTls minimum = values.get(MINIMUM);
    if (certificate.isPresent() != key.isPresent()) {
      Key<?> missing = certificate.isPresent() ? PRIVATE_KEY : CERTIFICATE;
      Key<?> given = certificate.isPresent() ? CERTIFICATE : PRIVATE_KEY;
      values.problem(missing.path() + " is missing; TLS needs it beside " + given.path());
    }
    return certificate.flatMap(
        chain -> key.map(privateKey -> new HttpConfig.Tls(chain, privateKey, minimum)));
  }
}
