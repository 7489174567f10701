package dev.privateregistry.registry.config;

import static dev.privateregistry.registry.config.Key.optional;
import static dev.privateregistry.registry.config.Key.required;

import dev.privateregistry.registry.config.HealthConfig.FileCheck;
import dev.privateregistry.registry.config.HealthConfig.HttpCheck;
import dev.privateregistry.registry.config.HealthConfig.Polling;
import dev.privateregistry.registry.config.HealthConfig.TcpCheck;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The keys of {@code health}. */
final class HealthKeys {
  private static final Duration INTERVAL_FALLBACK = Duration.ofSeconds(10);
  private static final int OK = 200;

  static final Key<Boolean> STORAGE_ENABLED =
      optional(
          "health.storagedriver.enabled",
          KeyType.flag(),
          false,
          "false",
          "Checks the storage periodically. While it fails, as while any other check of this section"
              + " fails, `/ready`, `/debug/health` and every request of a client are answered with"
              + " 503, as in distribution. Pulls go on when it is only this check: what can be read"
              + " is served.");
  static final Key<Duration> STORAGE_INTERVAL =
      optional(
          "health.storagedriver.interval",
          KeyType.duration(),
          INTERVAL_FALLBACK,
          "10s",
          "The time between two checks.");
  static final Key<Integer> STORAGE_THRESHOLD =
      optional(
          "health.storagedriver.threshold",
          KeyType.count(0),
          0,
          "0",
          "How many checks in a row must fail before it counts; 0 and 1 are the same.");

  private static final Key<Duration> INTERVAL =
      optional(
          "interval", KeyType.duration(), INTERVAL_FALLBACK, "10s", "The time between two checks.");
  private static final Key<Integer> THRESHOLD =
      optional(
          "threshold",
          KeyType.count(0),
          0,
          "0",
          "How many checks in a row must fail before it counts.");
  private static final Key<Duration> TIMEOUT =
      optional(
          "timeout",
          KeyType.duration(),
          Duration.ZERO,
          "the interval, 1s at least",
          "How long a check may take.");
  private static final Key<Path> FILE =
      required(
          "file",
          KeyType.path(),
          "The check fails while there is such a file: make one to take the registry out of"
              + " service.");
  private static final Key<URI> URL =
      required("uri", KeyType.webUrl(), "What must answer a HEAD request.");
  private static final Key<Map<String, List<Secret>>> HEADERS =
      optional(
          "headers",
          KeyType.headerFields(),
          Map.of(),
          "none",
          "Header fields of the request. They reach no log.");
  private static final Key<Integer> STATUS =
      optional("statuscode", KeyType.count(0), OK, "200", "The status that it must answer with.");
  private static final Key<ListenAddress> ADDRESS =
      required("addr", KeyType.address(), "What must accept connections.");

  static final Key<List<FileCheck>> FILES =
      optional(
          "health.file",
          KeyType.sections(
              List.of(FILE, INTERVAL, THRESHOLD),
              values -> new FileCheck(values.require(FILE, Path.of("/")), polling(values))),
          List.of(),
          "none",
          "Files that must not exist. By environment: `REGISTRY_HEALTH_FILECHECKERS_0_FILE`.");
  static final Key<List<HttpCheck>> HTTP =
      optional(
          "health.http",
          KeyType.sections(
              List.of(URL, HEADERS, STATUS, TIMEOUT, INTERVAL, THRESHOLD), HealthKeys::http),
          List.of(),
          "none",
          "Services that must answer. By environment: `REGISTRY_HEALTH_HTTPCHECKERS_0_URI`.");
  static final Key<List<TcpCheck>> TCP =
      optional(
          "health.tcp",
          KeyType.sections(
              List.of(ADDRESS, TIMEOUT, INTERVAL, THRESHOLD),
              values ->
                  new TcpCheck(
                      values.require(ADDRESS, new ListenAddress("localhost", 1)),
                      values.get(TIMEOUT),
                      polling(values))),
          List.of(),
          "none",
          "Servers that must accept connections. By environment:"
              + " `REGISTRY_HEALTH_TCPCHECKERS_0_ADDR`.");

  static final List<Key<?>> ALL =
      List.of(STORAGE_ENABLED, STORAGE_INTERVAL, STORAGE_THRESHOLD, FILES, HTTP, TCP);

  private HealthKeys() {}

  static HealthConfig read(Values values) {
    return new HealthConfig(
        values.get(STORAGE_ENABLED),
        polling(values.get(STORAGE_INTERVAL), values.get(STORAGE_THRESHOLD)),
        values.get(FILES),
        values.get(HTTP),
        values.get(TCP));
  }

  private static HttpCheck http(Values values) {
    int status = values.get(STATUS);
    return new HttpCheck(
        values.require(URL, URI.create("http://localhost/")),
        values.get(HEADERS),
        status == 0 ? OK : status,
        values.get(TIMEOUT),
        polling(values));
  }

  private static Polling polling(Values values) {
    return polling(values.get(INTERVAL), values.get(THRESHOLD));
  }

  private static Polling polling(Duration interval, int threshold) {
    return new Polling(interval.isZero() ? INTERVAL_FALLBACK : interval, threshold);
  }
}
