package dev.privateregistry.registry.config;

import static dev.privateregistry.registry.config.Key.optional;
import static dev.privateregistry.registry.config.Key.required;

import dev.privateregistry.registry.config.NotificationConfig.Webhook;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The keys of {@code notifications}. */
final class NotificationKeys {
  private static final URI NOWHERE = URI.create("http://localhost/");
  private static final int TRIES = 10;
  private static final int QUEUE_MIB = 64;

  private static final Key<String> NAME =
      required(
          "name",
          KeyType.text(),
          "The name in logs, metrics and the folder of the queue. Give each its own.");
  private static final Key<Boolean> DISABLED =
      optional("disabled", KeyType.flag(), false, "false", "Switches it off.");
  private static final Key<URI> URL =
      required(
          "url",
          KeyType.webUrl(),
          "Where events are posted. A user and a password in it are sent as basic authentication."
              + " Redirects are not followed.");
  private static final Key<Map<String, List<Secret>>> HEADERS =
      optional(
          "headers",
          KeyType.headerFields(),
          Map.of(),
          "none",
          "Header fields of each request, for example `Authorization: [Bearer <token>]`. They reach"
              + " no log.");
  private static final Key<Duration> TIMEOUT =
      optional(
          "timeout",
          KeyType.duration(),
          Duration.ofSeconds(1),
          "1s",
          "How long one try may take, from connecting to the end of the answer.");
  private static final Key<Integer> THRESHOLD =
      optional(
          "threshold",
          KeyType.count(0),
          TRIES,
          "10",
          "How many tries in a row may fail before there is a pause before each.");
  private static final Key<Duration> BACKOFF =
      optional("backoff", KeyType.duration(), Duration.ofSeconds(1), "1s", "That pause.");
  private static final Key<List<String>> IGNORED_MEDIA_TYPES =
      optional(
          "ignoredmediatypes",
          KeyType.text().list(),
          List.of(),
          "none",
          "The same as `ignore.mediatypes`; both count.");
  private static final Key<List<String>> IGNORE_MEDIA_TYPES =
      optional(
          "ignore.mediatypes",
          KeyType.text().list(),
          List.of(),
          "none",
          "Media types of which no events are sent, for example `application/octet-stream` for"
              + " those of blobs.");
  private static final Key<List<String>> IGNORE_ACTIONS =
      optional(
          "ignore.actions",
          KeyType.oneOf("pull", "push", "mount", "delete").list(),
          List.of(),
          "none",
          "Actions of which no events are sent.");

  static final Key<List<Optional<Webhook>>> ENDPOINTS =
      optional(
          "notifications.endpoints",
          KeyType.sections(
              List.of(
                  NAME,
                  DISABLED,
                  URL,
                  HEADERS,
                  TIMEOUT,
                  THRESHOLD,
                  BACKOFF,
                  IGNORED_MEDIA_TYPES,
                  IGNORE_MEDIA_TYPES,
                  IGNORE_ACTIONS),
              NotificationKeys::endpoint),
          List.of(),
          "none",
          "Who is told of pushes, pulls, mounts and deletions; see"
              + " [notifications](notifications.md).");
  static final Key<Boolean> INCLUDE_REFERENCES =
      optional(
          "notifications.events.includereferences",
          KeyType.flag(),
          false,
          "false",
          "Lists in the events of manifests what those refer to.");
  static final Key<Optional<Path>> QUEUE_PATH =
      optional(
          "notifications.queue.path",
          KeyType.path().optional(),
          Optional.empty(),
          "`notifications` in the folder of the images",
          "Where events wait until they are delivered. Not a key of distribution, which ignores"
              + " it.");
  static final Key<Integer> QUEUE_SIZE =
      optional(
          "notifications.queue.size",
          KeyType.count(1),
          QUEUE_MIB,
          "64",
          "How many MiB of events may wait for one endpoint; then the oldest go. Not a key of"
              + " distribution, which ignores it.");

  static final List<Key<?>> ALL = List.of(ENDPOINTS, INCLUDE_REFERENCES, QUEUE_PATH, QUEUE_SIZE);

  private NotificationKeys() {}

  static NotificationConfig read(Values values, Problems problems) {
    List<Webhook> endpoints = values.get(ENDPOINTS).stream().flatMap(Optional::stream).toList();
    Set<String> names = new HashSet<>();
    for (Webhook endpoint : endpoints) {
      if (!names.add(endpoint.name())) {
        problems.error(
            ENDPOINTS.path()
                + ": two endpoints are called '"
                + endpoint.name()
                + "'; give each its own name");
      }
    }
    return new NotificationConfig(
        endpoints,
        values.get(INCLUDE_REFERENCES),
        values.get(QUEUE_PATH),
        (long) values.get(QUEUE_SIZE) << 20);
  }

  /** One endpoint; empty when it is disabled. As in distribution 0 stands for the default. */
  private static Optional<Webhook> endpoint(Values values) {
    boolean disabled = values.get(DISABLED);
    Set<String> ignoredMediaTypes = new HashSet<>(values.get(IGNORED_MEDIA_TYPES));
    ignoredMediaTypes.addAll(values.get(IGNORE_MEDIA_TYPES));
    Duration timeout = values.get(TIMEOUT);
    int threshold = values.get(THRESHOLD);
    Duration backoff = values.get(BACKOFF);
    Webhook endpoint =
        new Webhook(
            values.require(NAME, "-"),
            values.require(URL, NOWHERE),
            values.get(HEADERS),
            timeout.isZero() ? Duration.ofSeconds(1) : timeout,
            threshold == 0 ? TRIES : threshold,
            backoff.isZero() ? Duration.ofSeconds(1) : backoff,
            ignoredMediaTypes,
            new HashSet<>(values.get(IGNORE_ACTIONS)));
    return disabled ? Optional.empty() : Optional.of(endpoint);
  }
}
