package dev.privateregistry.registry.notification;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A receiver of events.
 *
 * @param name in metrics, logs and the folder of its queue
 * @param headers added to each request; secret
 * @param patience how it is tried
 * @param ignored what it is not sent
 */
public record Endpoint(
    String name, URI url, Map<String, List<String>> headers, Patience patience, Ignored ignored) {
  public Endpoint {
    headers = Map.copyOf(headers);
  }

  /**
   * How often a receiver that fails is tried.
   *
   * @param timeout for one try
   * @param threshold how many tries in a row may fail before there are pauses
   * @param backoff the pause between two tries then
   */
  public record Patience(Duration timeout, int threshold, Duration backoff) {
    public Patience {
      if (!timeout.isPositive() || threshold < 1 || !backoff.isPositive()) {
        throw new IllegalArgumentException(timeout + ", " + threshold + ", " + backoff);
      }
    }
  }

  /** Events that a receiver does not want. */
  public record Ignored(Set<String> mediaTypes, Set<String> actions) {
    public Ignored {
      mediaTypes = Set.copyOf(mediaTypes);
      actions = Set.copyOf(actions);
    }

    boolean covers(ContentEvent event) {
      ContentEvent.Content content = event.target().content();
      return actions.contains(event.action().word())
          || mediaTypes.contains(content == null ? "" : content.mediaType());
    }
  }

  /** Where it is, for logs: without user, password and query. */
  String shownUrl() {
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    String path = url.getPath() == null ? "" : url.getPath();
    return url.getScheme() + "://" + url.getHost() + port + path;
  }

  /** Its headers are nobody's business. */
  @Override
  public String toString() {
    return name + " (" + shownUrl() + ")";
  }
}
