package dev.privateregistry.registry.app;

import dev.privateregistry.registry.auth.AuthCounters;
import dev.privateregistry.registry.auth.token.TokenAuthenticator;
import dev.privateregistry.registry.config.StorageConfig;
import dev.privateregistry.registry.gc.Housekeeping;
import dev.privateregistry.registry.http.handler.RegistryApi;
import dev.privateregistry.registry.http.netty.HttpServer;
import dev.privateregistry.registry.observe.Metrics;
import dev.privateregistry.registry.observe.ServerStatus;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The metrics that are read from the parts of a server. */
final class ServerMetrics {
  private ServerMetrics() {}

  static void register(
      Metrics metrics,
      HttpServer server,
      Supplier<ServerStatus> status,
      Authentication authentication) {
    metrics.gauges(
        "registry_build_info",
        "Always 1; the label holds the version.",
        List.of("version"),
        readings -> readings.add(1, status.get().program().version()));
    metrics.gauges(
        "registry_health_check_failing",
        "1 for each health check that fails.",
        List.of("check"),
        readings -> status.get().unhealthy().keySet().forEach(name -> readings.add(1, name)));
    metrics.gauge("registry_http_connections", "Open connections.", server::connections);
    metrics.gauge(
        "registry_storage_healthy",
        "1 while the storage can be used.",
        () -> status.get().storageError().isEmpty() ? 1 : 0);
    if (status.get().certificate().isPresent() || !status.get().orders().isEmpty()) {
      registerCertificate(metrics, status);
    }
    if (!status.get().orders().isEmpty()) {
      registerOrders(metrics, status);
    }
    List<ServerStatus.LoadedFile> files = authentication.files();
    for (int i = 0; i < files.size(); i++) {
      int index = i;
      registerFile(metrics, files.get(i).name(), () -> authentication.files().get(index));
    }
    switch (authentication.login()) {
      case NoLogin none -> {}
      case PasswordLogin users -> registerUsers(metrics, users.passwords().counters());
      case TokenLogin tokens -> registerTokens(metrics, tokens.users().counters());
    }
  }

  /** One that is ordered may not be there yet, and has no reading then. */
  private static void registerCertificate(Metrics metrics, Supplier<ServerStatus> status) {
    metrics.gauges(
        "registry_certificate_not_after_seconds",
        "When the certificate in force ends, since 1970.",
        List.of(),
        readings ->
            status
                .get()
                .certificate()
                .ifPresent(in -> readings.add(in.notAfter().getEpochSecond())));
    metrics.gauges(
        "registry_certificate_refused",
        "1 while the certificate on disk is not the one in force.",
        List.of(),
        readings ->
            status.get().certificate().ifPresent(in -> readings.add(in.error() == null ? 0 : 1)));
  }

  private static void registerOrders(Metrics metrics, Supplier<ServerStatus> status) {
    List<String> host = List.of("host");
    metrics.gauges(
        "registry_acme_certificate_not_after_seconds",
        "When the certificate of a host ends, since 1970.",
        host,
        readings -> {
          for (ServerStatus.OrderedCertificate order : status.get().orders()) {
            order.notAfter().ifPresent(end -> readings.add(end.getEpochSecond(), order.host()));
          }
        });
    metrics.gauges(
        "registry_acme_next_seconds",
        "When the certificate of a host is ordered or renewed next, since 1970.",
        host,
        readings -> {
          for (ServerStatus.OrderedCertificate order : status.get().orders()) {
            readings.add(order.next().getEpochSecond(), order.host());
          }
        });
    metrics.gauges(
        "registry_acme_failing",
        "1 while the last order for a host failed.",
        host,
        readings -> {
          for (ServerStatus.OrderedCertificate order : status.get().orders()) {
            readings.add(order.error().isPresent() ? 1 : 0, order.host());
          }
        });
  }

  /** What the storage and the cache in front of it have to tell. */
  static void registerStorage(Metrics metrics, RegistryApi api, StorageConfig storage) {
    metrics.counter(
        "registry_storage_cache_requests_total",
        "Manifests and blobs asked for.",
        () -> api.cacheCounts().hits() + api.cacheCounts().misses());
    metrics.counter(
        "registry_storage_cache_hits_total",
        "Of those, answered from memory.",
        () -> api.cacheCounts().hits());
    metrics.counter(
        "registry_storage_cache_errors_total",
        "Of those, failed to be read.",
        () -> api.cacheCounts().errors());
    metrics.gauge(
        "registry_uploads_known",
        "Uploads under way that are in memory.",
        api.uploadSessions()::count);
    if (storage.driver() instanceof StorageConfig.Filesystem(Path root)) {
      metrics.gauge(
          "registry_storage_free_bytes",
          "Room left on the file system of the images.",
          () -> measure(root, FileStore::getUsableSpace));
      metrics.gauge(
          "registry_storage_size_bytes",
          "Size of the file system of the images.",
          () -> measure(root, FileStore::getTotalSpace));
    }
  }

  /** What is tidied up beside the requests. */
  static void registerHousekeeping(Metrics metrics, Housekeeping.Counts counts) {
    metrics.counter(
        "registry_housekeeping_uploads_removed_total",
        "Abandoned uploads that were removed.",
        counts.uploads()::sum);
    metrics.counter(
        "registry_housekeeping_files_removed_total",
        "Files of interrupted writes that were removed.",
        counts.files()::sum);
    metrics.counter(
        "registry_housekeeping_freed_bytes_total", "Bytes freed by both.", counts.bytes()::sum);
    metrics.counter(
        "registry_housekeeping_failures_total",
        "Rounds that did not finish.",
        counts.failures()::sum);
    metrics.gauge(
        "registry_housekeeping_last_run_seconds",
        "When the last round finished, since 1970; 0 before the first.",
        counts.lastRound()::get);
  }

  private interface Measure {
    long of(FileStore store) throws IOException;
  }

  private static double measure(Path root, Measure measure) {
    try {
      return measure.of(Files.getFileStore(root));
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  private static void registerFile(
      Metrics metrics, String name, Supplier<ServerStatus.LoadedFile> file) {
    String prefix = "registry_" + name.replaceAll("(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    metrics.gauge(
        prefix + "_loaded_seconds",
        "When the content of " + name + " in force was loaded, since 1970.",
        () -> seconds(file.get().loadedAt()));
    metrics.gauge(
        prefix + "_refused",
        "1 while " + name + " on disk is not what is in force.",
        () -> file.get().error() == null ? 0 : 1);
  }

  private static void registerTokens(Metrics metrics, TokenAuthenticator.Counters counters) {
    metrics.counter(
        "registry_auth_tokens_accepted_total",
        "Tokens of the token server that were verified.",
        counters.accepted()::sum);
    metrics.counter(
        "registry_auth_tokens_refused_total",
        "Tokens that were not good.",
        counters.refused()::sum);
  }

  private static void registerUsers(Metrics metrics, AuthCounters counters) {
    metrics.counter(
        "registry_auth_password_checks_total",
        "Passwords verified by bcrypt.",
        counters.checks()::sum);
    metrics.counter("registry_auth_refused_total", "Wrong passwords.", counters.refused()::sum);
    metrics.counter(
        "registry_auth_limited_total",
        "Log-ins refused because too many had failed before.",
        counters.limited()::sum);
    metrics.counter(
        "registry_auth_remembered_total",
        "Requests whose password had been verified before.",
        counters.remembered()::sum);
    metrics.counter(
        "registry_auth_overloaded_total",
        "Log-ins refused because too many were waiting.",
        counters.overloaded()::sum);
  }

  private static double seconds(Instant instant) {
    return instant.getEpochSecond();
  }
}
