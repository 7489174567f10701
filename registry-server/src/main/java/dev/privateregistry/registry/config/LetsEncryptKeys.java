package dev.privateregistry.registry.config;

import static dev.privateregistry.registry.config.Key.optional;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The keys of {@code http.tls.letsencrypt}. */
final class LetsEncryptKeys {
  private static final String SECTION = "http.tls.letsencrypt";

  static final Key<Optional<Path>> CACHE =
      optional(
          SECTION + ".cachefile",
          KeyType.path().optional(),
          Optional.empty(),
          "no ACME",
          "The folder (not a file) for the account and the certificates that an ACME server issues;"
              + " made if missing. That of a distribution 3 is used on as it is.");
  static final Key<Optional<String>> EMAIL =
      optional(
          SECTION + ".email",
          KeyType.text().optional(),
          Optional.empty(),
          "none",
          "Where the ACME server may reach you.");
  static final Key<List<String>> HOSTS =
      optional(
          SECTION + ".hosts",
          KeyType.hostName().list(),
          List.of(),
          "none, which is refused",
          "The names to get certificates for. The ACME server must reach this server under each of"
              + " them at port 443.");
  static final Key<URI> DIRECTORY =
      optional(
          SECTION + ".directoryurl",
          KeyType.webUrl(),
          URI.create("https://acme-v02.api.letsencrypt.org/directory"),
          "https://acme-v02.api.letsencrypt.org/directory",
          "The ACME server. Whoever sets this section agrees to its terms of service.");
  static final Key<Optional<Path>> AUTHORITY =
      optional(
          SECTION + ".cacertificate",
          KeyType.path().optional(),
          Optional.empty(),
          "those of the system",
          "A PEM file with the authority of the ACME server's own certificate, for a private one. Not"
              + " a key of distribution, which ignores it.");

  static final List<Key<?>> ALL = List.of(CACHE, EMAIL, HOSTS, DIRECTORY, AUTHORITY);

  private LetsEncryptKeys() {}

  static Optional<HttpConfig.LetsEncrypt> read(Values values) {
    Optional<Path> cache = values.get(CACHE);
    List<String> hosts = values.get(HOSTS);
    if (cache.isEmpty()) {
      if (!ConfigNode.isNothing(values.find(SECTION))) {
        values.problem(
            CACHE.path()
                + " is missing; name a folder that lasts, or remove "
                + SECTION
                + ", which does nothing without it");
      }
      return Optional.empty();
    }
    if (isMissing(values.find(HOSTS.path()))) {
      values.problem(
          HOSTS.path()
              + " is missing; name the hosts to get certificates for (without them distribution"
              + " turns every client away)");
    }
    if (!values.get(DIRECTORY).getScheme().equals("https")) {
      values.problem(DIRECTORY.path() + " must start with https://: ACME is spoken over TLS only");
    }
    return Optional.of(
        new HttpConfig.LetsEncrypt(
            cache.get(),
            values.get(EMAIL),
            hosts.stream().distinct().toList(),
            values.get(DIRECTORY),
            values.get(AUTHORITY)));
  }

  private static boolean isMissing(@Nullable ConfigNode hosts) {
    return ConfigNode.isNothing(hosts)
        || (hosts instanceof ConfigNode.Sequence list && list.items().isEmpty());
  }
}
