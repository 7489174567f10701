package dev.privateregistry.registry.app;

import dev.privateregistry.registry.config.Configuration;
import dev.privateregistry.registry.config.HttpConfig;
import dev.privateregistry.registry.config.ListenAddress;
import dev.privateregistry.registry.config.NotificationConfig;
import dev.privateregistry.registry.config.NotificationConfig.Webhook;
import dev.privateregistry.registry.config.Secret;
import dev.privateregistry.registry.config.StorageConfig;
import dev.privateregistry.registry.http.RequestId;
import dev.privateregistry.registry.notification.ContentListener;
import dev.privateregistry.registry.notification.Endpoint;
import dev.privateregistry.registry.notification.EventJson;
import dev.privateregistry.registry.notification.Mailbox;
import dev.privateregistry.registry.notification.Notifier;
import dev.privateregistry.registry.observe.Metrics;
import dev.privateregistry.registry.reload.HotFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From the configuration to who is told of pushes and pulls. */
final class Notifications {
  private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
  private static final String FOLDER = "notifications";

  /** The reasons that go with the statuses receivers use; others go without. */
  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(200, "OK"),
          Map.entry(201, "Created"),
          Map.entry(202, "Accepted"),
          Map.entry(204, "No Content"),
          Map.entry(301, "Moved Permanently"),
          Map.entry(302, "Found"),
          Map.entry(307, "Temporary Redirect"),
          Map.entry(308, "Permanent Redirect"),
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(413, "Request Entity Too Large"),
          Map.entry(415, "Unsupported Media Type"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(502, "Bad Gateway"),
          Map.entry(503, "Service Unavailable"),
          Map.entry(504, "Gateway Timeout"));

  private Notifications() {}

  /** Opens the queues and begins to deliver; empty when nobody is to be told. */
  static Optional<Notifier> open(Configuration config, String version) throws StartFailure {
    NotificationConfig notifications = config.notifications();
    if (notifications.endpoints().isEmpty()) {
      return Optional.empty();
    }
    List<Endpoint> endpoints =
        notifications.endpoints().stream().map(Notifications::endpoint).toList();
    endpoints.forEach(endpoint -> LOG.info("events go to {}", endpoint));
    Path folder = notifications.queueFolder().orElse(null);
    try {
      folder = folder == null ? folderBeside(config.storage()) : folder;
      return Optional.of(
          Notifier.open(
              endpoints,
              new Notifier.Queues(folder, notifications.queueBytes()),
              ApiWiring.publicUrl(config),
              new EventJson(source(config), notifications.includeReferences()),
              "registry-server/" + version));
    } catch (IOException e) {
      throw new StartFailure(
          "notifications.queue.path: %s: %s; name a folder that this user can write to"
              .formatted(folder, HotFile.describe(e)));
    }
  }

  private static Endpoint endpoint(Webhook webhook) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    webhook
        .headers()
        .forEach((name, values) -> headers.put(name, values.stream().map(Secret::reveal).toList()));
    return new Endpoint(
        webhook.name(),
        webhook.url(),
        headers,
        new Endpoint.Patience(webhook.timeout(), webhook.threshold(), webhook.backoff()),
        new Endpoint.Ignored(webhook.ignoredMediaTypes(), webhook.ignoredActions()));
  }

  /** Images in memory end with the process, and so do the events about them. */
  private static Path folderBeside(StorageConfig storage) throws IOException {
    return switch (storage.driver()) {
      case StorageConfig.Filesystem(Path root) -> root.resolve(FOLDER);
      case StorageConfig.InMemory memory -> Files.createTempDirectory("registry-" + FOLDER);
    };
  }

  private static EventJson.Source source(Configuration config) {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "localhost";
    }
    String place =
        switch (config.http().address()) {
          case ListenAddress address -> host + ":" + address.port();
          case HttpConfig.UnixSocket socket -> host + ":" + socket.file();
        };
    return new EventJson.Source(place, RequestId.random());
  }

  static ContentListener listener(Optional<Notifier> notifier) {
    return notifier.<ContentListener>map(in -> in).orElse(ContentListener.NONE);
  }

  /** The metrics of distribution, and what it has none for. */
  static void register(Metrics metrics, Notifier notifier) {
    List<Mailbox> all = notifier.mailboxes();
    metrics.counters(
        "registry_notifications_events_total",
        "Events taken in, delivered, refused by the receiver, and tried without an answer.",
        List.of("type", "endpoint"),
        readings -> all.forEach(mailbox -> readEvents(readings, mailbox)));
    metrics.counters(
        "registry_notifications_status_total",
        "Answers of receivers.",
        List.of("code", "endpoint"),
        readings -> all.forEach(mailbox -> readStatuses(readings, mailbox)));
    metrics.gauges(
        "registry_notifications_pending_total",
        "Events that wait.",
        List.of("endpoint"),
        readings -> all.forEach(mailbox -> readings.add(mailbox.pending(), mailbox.name())));
    metrics.counters(
        "registry_notifications_lost_total",
        "Events given up because their queue was full or could not be written.",
        List.of("endpoint"),
        readings ->
            all.forEach(mailbox -> readings.add(mailbox.counters().lost().sum(), mailbox.name())));
    metrics.counter(
        "registry_notifications_overrun_total",
        "Events that came faster than they could be written down.",
        notifier::overrun);
  }

  private static void readEvents(Metrics.Readings readings, Mailbox mailbox) {
    var counters = mailbox.counters();
    readings.add(counters.events().sum(), "Events", mailbox.name());
    readings.add(counters.successes().sum(), "Successes", mailbox.name());
    readings.add(counters.failures().sum(), "Failures", mailbox.name());
    readings.add(counters.errors().sum(), "Errors", mailbox.name());
  }

  private static void readStatuses(Metrics.Readings readings, Mailbox mailbox) {
    mailbox
        .counters()
        .statuses()
        .forEach(
            (status, count) ->
                readings.add(
                    count.sum(),
                    (status + " " + REASONS.getOrDefault(status, "")).strip(),
                    mailbox.name()));
  }
}
