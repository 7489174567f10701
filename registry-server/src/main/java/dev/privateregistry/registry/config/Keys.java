package dev.privateregistry.registry.config;

import static dev.privateregistry.registry.config.Key.optional;
import static dev.privateregistry.registry.config.Key.required;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every key of config.yml that works. The reference page is made from this table. */
final class Keys {
  static final Key<String> VERSION =
      required("version", KeyType.oneOf("0.1"), "The version of the format; always `0.1`.");

  static final Key<LogConfig.Level> LOG_LEVEL =
      optional(
          "log.level",
          KeyType.oneOf(LogConfig.Level.values()),
          LogConfig.Level.INFO,
          "info",
          "The least severe messages to write to standard error.");
  static final Key<LogConfig.Format> LOG_FORMATTER =
      optional(
          "log.formatter",
          KeyType.oneOf(LogConfig.Format.values()),
          LogConfig.Format.TEXT,
          "text",
          "The form of a log line.");
  static final Key<Map<String, String>> LOG_FIELDS =
      optional(
          "log.fields",
          KeyType.text().map(),
          Map.of(),
          "none",
          "Fields that every log line carries.");
  static final Key<Boolean> ACCESS_LOG_DISABLED =
      optional(
          "log.accesslog.disabled",
          KeyType.flag(),
          false,
          "false",
          "Stops the access log, which is in Apache's combined form on standard output.");

  static final Key<Path> FILESYSTEM_ROOT =
      optional(
          "storage.filesystem.rootdirectory",
          KeyType.path(),
          Path.of("/var/lib/registry"),
          "/var/lib/registry",
          "The folder of the images, in the layout of distribution.");
  static final Key<Boolean> DELETE_ENABLED =
      optional(
          "storage.delete.enabled",
          KeyType.flag(),
          false,
          "false",
          "Lets clients delete manifests, tags and blobs.");
  static final Key<Boolean> READ_ONLY =
      optional(
          "storage.maintenance.readonly.enabled",
          KeyType.flag(),
          false,
          "false",
          "Refuses every change with 405 while pulls go on.");
  static final Key<String> BLOB_DESCRIPTOR_CACHE =
      optional(
          "storage.cache.blobdescriptor",
          KeyType.oneOf("inmemory"),
          "inmemory",
          "inmemory",
          "Where facts about blobs are cached.");

  static final Key<ListenAddress> HTTP_ADDRESS =
      optional(
          "http.addr",
          KeyType.address(),
          new ListenAddress("", 5000),
          ":5000",
          "Where the registry listens; without a host on every interface.");
  static final Key<String> HTTP_NET =
      optional("http.net", KeyType.oneOf("tcp"), "tcp", "tcp", "The kind of socket.");
  static final Key<Optional<URI>> HTTP_HOST =
      optional(
          "http.host",
          KeyType.baseUrl().optional(),
          Optional.empty(),
          "from the request",
          "The URL that clients use, for example `https://registry.example.com`. Without it the"
              + " URL follows `Forwarded`, `X-Forwarded-Proto`, `X-Forwarded-Host` and `Host`.");
  static final Key<Boolean> RELATIVE_URLS =
      optional(
          "http.relativeurls",
          KeyType.flag(),
          false,
          "false",
          "Sends `Location` without scheme and host, which works behind any proxy.");
  static final Key<Optional<Secret>> HTTP_SECRET =
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
  static final Key<Map<String, List<String>>> HTTP_HEADERS =
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

  static final Key<Optional<Path>> TLS_CERTIFICATE =
      optional(
          "http.tls.certificate",
          KeyType.path().optional(),
          Optional.empty(),
          "no TLS",
          "The certificate chain, PEM. Reloaded within a second of a change.");
  static final Key<Optional<Path>> TLS_KEY =
      optional(
          "http.tls.key",
          KeyType.path().optional(),
          Optional.empty(),
          "no TLS",
          "The private key of the certificate, PEM.");
  static final Key<HttpConfig.MinimumTls> TLS_MINIMUM =
      optional(
          "http.tls.minimumtls",
          KeyType.oneOf(HttpConfig.MinimumTls.values()),
          HttpConfig.MinimumTls.TLS12,
          "tls1.2",
          "The oldest protocol version to accept.");

  static final Key<Optional<ListenAddress>> DEBUG_ADDRESS =
      optional(
          "http.debug.addr",
          KeyType.address().optional(),
          Optional.empty(),
          "no debug port",
          "Where `/debug/health`, `/live`, `/ready`, `/status` and the metrics are."
              + " Keep it away from clients.");
  static final Key<Boolean> PROMETHEUS_ENABLED =
      optional(
          "http.debug.prometheus.enabled",
          KeyType.flag(),
          false,
          "false",
          "Serves metrics on the debug port.");
  static final Key<String> PROMETHEUS_PATH =
      optional(
          "http.debug.prometheus.path",
          KeyType.text(),
          "/metrics",
          "/metrics",
          "The path of the metrics.");

  static final Key<Boolean> STORAGE_HEALTH =
      optional(
          "health.storagedriver.enabled",
          KeyType.flag(),
          false,
          "false",
          "Checks the storage periodically; `/ready` and `/debug/health` answer 503 while it"
              + " fails.");
  static final Key<Duration> STORAGE_HEALTH_INTERVAL =
      optional(
          "health.storagedriver.interval",
          KeyType.duration(),
          Duration.ofSeconds(10),
          "10s",
          "The time between two checks.");
  static final Key<Integer> STORAGE_HEALTH_THRESHOLD =
      optional(
          "health.storagedriver.threshold",
          KeyType.count(0),
          0,
          "0",
          "How many checks in a row must fail before it counts; 0 and 1 are the same.");

  static final Key<String> HTPASSWD_REALM =
      required(
          "auth.htpasswd.realm",
          KeyType.text(),
          "The realm named in the challenge. (Required with `auth.htpasswd`.)");
  static final Key<Path> HTPASSWD_PATH =
      required(
          "auth.htpasswd.path",
          KeyType.path(),
          "The htpasswd file, bcrypt only; reloaded within a second of a change. A user may have"
              + " several lines, each password is accepted. Make lines with `registry-server"
              + " htpasswd`. (Required with `auth.htpasswd`.)");

  static final Key<List<String>> ANONYMOUS =
      optional(
          "access.anonymous",
          KeyType.oneOf("pull").list(),
          List.of(),
          "nothing",
          "What may be done without a user, beside `auth.htpasswd`: `[pull]` or nothing. Not a key"
              + " of distribution, which ignores it.");

  static final Key<Integer> CATALOG_ENTRIES =
      optional(
          "catalog.maxentries",
          KeyType.count(1),
          1000,
          "1000",
          "The most repositories in one page of the catalog.");
  static final Key<Integer> MAX_TAGS =
      optional(
          "tags.maxtags", KeyType.count(1), 1000, "1000", "The most tags in one page of tags.");
  static final Key<String> INDEX_PLATFORMS =
      optional(
          "validation.manifests.indexes.platforms",
          KeyType.oneOf("all", "none"),
          "all",
          "all",
          "Which manifests of an index must exist when it is pushed.");
  static final Key<String> IMAGE_LAYERS =
      optional(
          "validation.manifests.layers",
          KeyType.oneOf("all", "none"),
          "all",
          "all",
          "Which layers of an image must exist when it is pushed; its config always must. Not a key"
              + " of distribution, which ignores it.");

  /** In the order of the reference page. */
  static final List<Key<?>> ALL =
      List.of(
          VERSION,
          LOG_LEVEL,
          LOG_FORMATTER,
          LOG_FIELDS,
          ACCESS_LOG_DISABLED,
          FILESYSTEM_ROOT,
          DELETE_ENABLED,
          READ_ONLY,
          MaintenanceKeys.PURGE_ENABLED,
          MaintenanceKeys.PURGE_AGE,
          MaintenanceKeys.PURGE_INTERVAL,
          MaintenanceKeys.PURGE_DRY_RUN,
          BLOB_DESCRIPTOR_CACHE,
          HTTP_ADDRESS,
          HTTP_NET,
          HTTP_HOST,
          RELATIVE_URLS,
          HTTP_SECRET,
          DRAIN_TIMEOUT,
          HTTP_HEADERS,
          HTTP2_DISABLED,
          TLS_CERTIFICATE,
          TLS_KEY,
          TLS_MINIMUM,
          DEBUG_ADDRESS,
          PROMETHEUS_ENABLED,
          PROMETHEUS_PATH,
          STORAGE_HEALTH,
          STORAGE_HEALTH_INTERVAL,
          STORAGE_HEALTH_THRESHOLD,
          HTPASSWD_REALM,
          HTPASSWD_PATH,
          ANONYMOUS,
          CATALOG_ENTRIES,
          MAX_TAGS,
          INDEX_PLATFORMS,
          IMAGE_LAYERS);

  private Keys() {}
}
