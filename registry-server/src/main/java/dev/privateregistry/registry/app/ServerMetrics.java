package dev.privateregistry.registry.app;

import dev.privateregistry.registry.auth.AuthCounters;
import dev.privateregistry.registry.http.netty.HttpServer;
import dev.privateregistry.registry.observe.Metrics;
import dev.privateregistry.registry.observe.ServerStatus;
import java.time.Instant;
import java.util.function.Supplier;

/** The metrics that are read from the parts of a server. */
final class ServerMetrics {
  private ServerMetrics() {}

  static void register(
      Metrics metrics,
      HttpServer server,
      Supplier<ServerStatus> status,
      Authentication authentication) {
    metrics.gauge("registry_http_connections", "Open connections.", server::connections);
    metrics.gauge(
        "registry_storage_healthy",
        "1 while the storage can be used.",
        () -> status.get().unhealthy().isEmpty() ? 1 : 0);
    if (status.get().certificate().isPresent()) {
      metrics.gauge(
          "registry_certificate_not_after_seconds",
          "When the certificate in force ends, since 1970.",
          () -> seconds(certificate(status).notAfter()));
      metrics.gauge(
          "registry_certificate_refused",
          "1 while the certificate on disk is not the one in force.",
          () -> certificate(status).error() == null ? 0 : 1);
    }
    authentication.users().ifPresent(users -> registerUsers(metrics, users));
  }

  private static void registerUsers(Metrics metrics, Authentication.Users users) {
    metrics.gauge(
        "registry_htpasswd_loaded_seconds",
        "When the users in force were loaded, since 1970.",
        () -> seconds(users.status().loadedAt()));
    metrics.gauge(
        "registry_htpasswd_refused",
        "1 while the htpasswd file on disk is not the one in force.",
        () -> users.status().error() == null ? 0 : 1);
    AuthCounters counters = users.passwords().counters();
    metrics.counter(
        "registry_auth_password_checks_total",
        "Passwords verified by bcrypt.",
        counters.checks()::sum);
    metrics.counter("registry_auth_refused_total", "Wrong passwords.", counters.refused()::sum);
    metrics.counter(
        "registry_auth_remembered_total",
        "Requests whose password had been verified before.",
        counters.remembered()::sum);
    metrics.counter(
        "registry_auth_overloaded_total",
        "Log-ins refused because too many were waiting.",
        counters.overloaded()::sum);
  }

  private static ServerStatus.Certificate certificate(Supplier<ServerStatus> status) {
    return status.get().certificate().orElseThrow();
  }

  private static double seconds(Instant instant) {
    return instant.getEpochSecond();
  }
}
