package dev.privateregistry.local.node;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what happened to an object as an Event. The same thing again counts up the Event there is.
 * An Event that cannot be written is only logged: nothing depends on it.
 */
final class EventRecorder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
  private static final int REMEMBERED = 1000;

  private final KubernetesClient client;
  private final String component;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("events").factory());
  private final Map<String, Event> recent =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Event> eldest) {
          return size() > REMEMBERED;
        }
      };

  EventRecorder(KubernetesClient client, String component) {
    this.client = client;
    this.component = component;
  }

  void record(HasMetadata about, String type, String reason, String message) {
    writer.execute(() -> write(about, type, reason, message));
  }

  /** Writes what was recorded, for a few seconds at most. */
  @Override
  public void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(5, TimeUnit.SECONDS)) {
        writer.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(HasMetadata about, String type, String reason, String message) {
    String key = about.getMetadata().getUid() + type + reason + message;
    try {
      Event known = recent.get(key);
      Event written = known == null ? create(about, type, reason, message) : again(known);
      recent.put(key, written);
    } catch (KubernetesClientException e) {
      recent.remove(key);
      LOG.debug(
          "event {} of {} not written: {}", reason, about.getMetadata().getName(), e.toString());
    }
  }

  private Event create(HasMetadata about, String type, String reason, String message) {
    String now = now();
    var meta = about.getMetadata();
    Event event =
        new EventBuilder()
            .withNewMetadata()
            .withNamespace(meta.getNamespace())
            .withName(meta.getName() + "." + Long.toHexString(System.nanoTime()))
            .endMetadata()
            .withNewInvolvedObject()
            .withApiVersion(about.getApiVersion())
            .withKind(about.getKind())
            .withNamespace(meta.getNamespace())
            .withName(meta.getName())
            .withUid(meta.getUid())
            .endInvolvedObject()
            .withType(type)
            .withReason(reason)
            .withMessage(message)
            .withCount(1)
            .withFirstTimestamp(now)
            .withLastTimestamp(now)
            .withNewSource()
            .withComponent(component)
            .withHost(NodeAgent.NODE_NAME)
            .endSource()
            .withReportingComponent(component)
            .withReportingInstance(NodeAgent.NODE_NAME)
            .build();
    return client.resource(event).create();
  }

  private Event again(Event known) {
    Event more =
        new EventBuilder(known)
            .editMetadata()
            .withResourceVersion(null)
            .withManagedFields()
            .endMetadata()
            .withCount(known.getCount() + 1)
            .withLastTimestamp(now())
            .build();
    return client.resource(more).update();
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
