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
  static final Key<List<Path>> CLIENT_AUTHORITIES =
      optional(
          "http.tls.clientcas",
          KeyType.path().list(),
          List.of(),
          "clients are not asked for certificates",
          "PEM files with the authorities of client certificates; reloaded within a second of a"
              + " change. Open connections go on.");
  static final Key<HttpConfig.ClientAuth> CLIENT_AUTH =
      optional(
          "http.tls.clientauth",
          KeyType.oneOf(HttpConfig.ClientAuth.values()),
          HttpConfig.ClientAuth.REQUIRE_AND_VERIFY,
          "require-and-verify-client-cert when there are `clientcas`",
          "What a client must show. Needs `http.tls.clientcas`. The first two modes do not verify"
              + " anything.");
  static final Key<HttpConfig.MinimumTls> MINIMUM =
      optional(
          "http.tls.minimumtls",
          KeyType.oneOf(HttpConfig.MinimumTls.values()),
          HttpConfig.MinimumTls.TLS12,
          "tls1.2",
          "The oldest protocol version to accept.");
  static final Key<List<HttpConfig.CipherSuite>> CIPHER_SUITES =
      optional(
          "http.tls.ciphersuites",
          KeyType.oneOf(HttpConfig.CipherSuite.values()).list(),
          List.of(),
          "those with forward secrecy and authenticated encryption",
          "The suites for TLS 1.2, by their names in Go. Those of TLS 1.3 are always offered.");

  static final List<Key<?>> ALL =
      List.of(CERTIFICATE, PRIVATE_KEY, CLIENT_AUTHORITIES, CLIENT_AUTH, MINIMUM, CIPHER_SUITES);

  private TlsKeys() {}

  static Optional<HttpConfig.Tls> read(Values values) {
    Optional<HttpConfig.Identity> identity = identity(values);
    Optional<HttpConfig.Clients> clients = clients(values);
    if (clients.isPresent() && identity.isEmpty()) {
      values.problem(
          CLIENT_AUTHORITIES.path() + " needs TLS; add " + CERTIFICATE.path() + " and its key");
    }
    HttpConfig.MinimumTls minimum = values.get(MINIMUM);
    List<HttpConfig.CipherSuite> ciphers = values.get(CIPHER_SUITES);
    if (minimum == HttpConfig.MinimumTls.TLS13 && !ciphers.isEmpty()) {
      values.warning(
          CIPHER_SUITES.path() + " has no effect: the suites of TLS 1.3 cannot be chosen");
    }
    return identity.map(who -> new HttpConfig.Tls(who, clients, minimum, ciphers));
  }

  private static Optional<HttpConfig.Identity> identity(Values values) {
    Optional<HttpConfig.CertificateFiles> files = files(values);
    Optional<HttpConfig.LetsEncrypt> ordered = LetsEncryptKeys.read(values);
    if (files.isPresent() && ordered.isPresent()) {
      values.problem(
          CERTIFICATE.path() + " and http.tls.letsencrypt do not go together; keep one of them");
    }
    return files.<HttpConfig.Identity>map(found -> found).or(() -> ordered);
  }

  private static Optional<HttpConfig.CertificateFiles> files(Values values) {
    Optional<Path> certificate = values.get(CERTIFICATE);
    Optional<Path> key = values.get(PRIVATE_KEY);
    if (certificate.isPresent() != key.isPresent()) {
      Key<?> missing = certificate.isPresent() ? PRIVATE_KEY : CERTIFICATE;
      Key<?> given = certificate.isPresent() ? CERTIFICATE : PRIVATE_KEY;
      values.problem(missing.path() + " is missing; TLS needs it beside " + given.path());
    }
    return certificate.flatMap(
        chain -> key.map(privateKey -> new HttpConfig.CertificateFiles(chain, privateKey)));
  }

  private static Optional<HttpConfig.Clients> clients(Values values) {
    List<Path> authorities = values.get(CLIENT_AUTHORITIES);
    HttpConfig.ClientAuth demand = values.get(CLIENT_AUTH);
    if (!authorities.isEmpty()) {
      return Optional.of(new HttpConfig.Clients(authorities, demand));
    }
    if (!ConfigNode.isNothing(values.find(CLIENT_AUTH.path()))) {
      values.problem(
          CLIENT_AUTH.path()
              + " has no effect without "
              + CLIENT_AUTHORITIES.path()
              + ", and everybody may connect; add the files of the authorities, or remove it");
    }
    return Optional.empty();
  }
}
