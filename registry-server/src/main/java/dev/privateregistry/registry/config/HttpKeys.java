package dev.privateregistry.registry.config;

import static dev.privateregistry.registry.config.Key.optional;
import static dev.privateregistry.registry.config.Key.required;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of {@code http}. */
final class HttpKeys {
  static final Key<ListenAddress> ADDRESS =
      optional(
          "http.addr",
          KeyType.address(),
          new ListenAddress("", 5000),
          ":5000",
          "Where the registry listens; without a host on every interface.");
  static final Key<String> NET =
      optional(
          "http.net",
          KeyType.oneOf("tcp", "unix"),
          "tcp",
          "tcp",
          "The kind of socket. With `unix`, `http.addr` is the path of a socket file, which gets"
              + " the permissions that the umask leaves; one that a dead server left is replaced.");

  /** What {@code http.addr} holds when {@code http.net} is unix. */
  private static final Key<Path> SOCKET =
      required("http.addr", KeyType.path(), "The path of the socket file.");

  static final Key<String> PREFIX =
      optional(
          "http.prefix",
          KeyType.pathPrefix(),
          "",
          "the root",
          "The path below which the registry is, for example `/registry/` for"
              + " `/registry/v2/`. `/` is answered all the same.");
  static final Key<Optional<URI>> HOST =
      optional(
          "http.host",
          KeyType.baseUrl().optional(),
          Optional.empty(),
          "from the request",
          "The URL that clients use, for example `https://registry.example.com`; a path in it"
              + " stands before `/v2/` instead of `http.prefix`. Without it the"
              + " URL follows `Forwarded`, `X-Forwarded-Proto`, `X-Forwarded-Host` and `Host`.");
  static final Key<Boolean> RELATIVE_URLS =
      optional(
          "http.relativeurls",
          KeyType.flag(),
          false,
          "false",
          "Sends `Location` without scheme and host, which works behind any proxy.");
  static final Key<Optional<Secret>> SECRET =
      optional(
          "http.secret",
          KeyType.secret().optional(),
          Optional.empty(),
          "random",
          "Signs the state of uploads and tokens. Replicas must share it.");
  static final Key<Duration> DRAIN_TIMEOUT =
      optional(
          "http.draintimeout",
          KeyType.duration(),
          Duration.ofSeconds(10),
          "10s",
          "How long running requests may take to finish when the program is told to stop."
              + " (distribution does not wait by default.)");
  static final Key<Map<String, List<String>>> HEADERS =
      optional(
          "http.headers",
          KeyType.text().list().map(),
          Map.of(),
          "none",
          "Header fields added to every answer, for example"
              + " `X-Content-Type-Options: [nosniff]`.");
  static final Key<Boolean> HTTP2_DISABLED =
      optional(
          "http.http2.disabled", KeyType.flag(), false, "false", "Offers only HTTP/1.1 over TLS.");
  static final Key<Boolean> H2C_ENABLED =
      optional(
          "http.h2c.enabled",
          KeyType.flag(),
          false,
          "false",
          "Speaks HTTP/2 without TLS to clients that start with it or ask to upgrade (`Upgrade: h2c`)"
              + " in a first request without body.");
  static final Key<Optional<List<AddressRange>>> TRUSTED_PROXIES =
      optional(
          "http.trustedproxies",
          KeyType.addresses().list().optional(),
          Optional.empty(),
          "everybody, for the URL only",
          "The proxies whose `Forwarded` and `X-Forwarded-…` fields are believed, and behind whom"
              + " log-ins are counted by the client's address. Without it everybody's are believed"
              + " for the URL, as in distribution, and nobody's for the address. The peer of a socket"
              + " file (`http.net: unix`) counts as one of them. Not a key of distribution, which"
              + " ignores it.");

  static final List<Key<?>> ALL =
      List.of(
          ADDRESS,
          NET,
          PREFIX,
          HOST,
          RELATIVE_URLS,
          SECRET,
          DRAIN_TIMEOUT,
          HEADERS,
          HTTP2_DISABLED,
          H2C_ENABLED,
          TRUSTED_PROXIES);

  private HttpKeys() {}

  static HttpConfig read(Values values) {
    return new HttpConfig(
        values.get(NET).equals("unix")
            ? new HttpConfig.UnixSocket(values.require(SOCKET, Path.of("registry.sock")))
            : values.get(ADDRESS),
        new HttpConfig.Urls(values.get(PREFIX), values.get(HOST), values.get(RELATIVE_URLS)),
        values.get(SECRET),
        values.get(DRAIN_TIMEOUT),
        values.get(HEADERS),
        TlsKeys.read(values),
        DebugKeys.read(values),
        new HttpConfig.Http2(!values.get(HTTP2_DISABLED), values.get(H2C_ENABLED)),
        LimitKeys.read(values),
        values.get(TRUSTED_PROXIES));
  }
}
