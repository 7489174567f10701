package dev.privateregistry.registry.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who is told of pushes and pulls.
 *
 * @param endpoints those that are not disabled
 * @param includeReferences whether the events of manifests list what those refer to
 * @param queueFolder where undelivered events wait; empty for a folder beside the images
 * @param queueBytes how much may wait for one endpoint
 */
public record NotificationConfig(
    List<Webhook> endpoints,
    boolean includeReferences,
    Optional<Path> queueFolder,
    long queueBytes) {
  public NotificationConfig {
    endpoints = List.copyOf(endpoints);
  }

  /**
   * A receiver of events.
   *
   * @param threshold how many tries in a row may fail before there are pauses
   * @param backoff the pause between two tries then
   */
  public record Webhook(
      String name,
      URI url,
      Map<String, List<Secret>> headers,
      Duration timeout,
      int threshold,
      Duration backoff,
      Set<String> ignoredMediaTypes,
      Set<String> ignoredActions) {
    public Webhook {
      headers = Map.copyOf(headers);
      ignoredMediaTypes = Set.copyOf(ignoredMediaTypes);
      ignoredActions = Set.copyOf(ignoredActions);
    }
  }
}
