package dev.privateregistry.operator.apply;

import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.decide.Notice;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Emits Events on a resource. The same Event again raises the count of the first. An Event that
 * cannot be emitted is logged and never holds anything up.
 */
final class Announcer {
  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

  private final KubernetesClient client;

  Announcer(KubernetesClient client) {
    this.client = client;
  }

  void announce(PrivateRegistry resource, Notice notice) {
    Event event = event(resource, notice, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    try {
      try {
        client.resource(event).create();
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
          throw e;
        }
        client
            .resource(event)
            .edit(
                there ->
                    new EventBuilder((Event) there)
                        .withCount(((Event) there).getCount() + 1)
                        .withLastTimestamp(event.getLastTimestamp())
                        .build());
      }
    } catch (KubernetesClientException e) {
      LOG.warn("the Event {} was not emitted: {}", notice.reason(), e.getMessage());
    }
  }

  private static Event event(PrivateRegistry resource, Notice notice, String now) {
    String identity = resource.getMetadata().getUid() + notice.reason() + notice.message();
    return new EventBuilder()
        .withNewMetadata()
        .withName(
            resource.getMetadata().getName()
                + "."
                + HexFormat.of().toHexDigits(identity.hashCode()))
        .withNamespace(resource.getMetadata().getNamespace())
        .endMetadata()
        .withType(notice.kind().name())
        .withReason(notice.reason())
        .withMessage(notice.message())
        .withInvolvedObject(reference(resource))
        .withNewSource()
        .withComponent(PlanApplier.FIELD_MANAGER)
        .endSource()
        .withReportingComponent(PlanApplier.FIELD_MANAGER)
        .withReportingInstance(PlanApplier.FIELD_MANAGER)
        .withFirstTimestamp(now)
        .withLastTimestamp(now)
        .withCount(1)
        .build();
  }

  private static ObjectReference reference(PrivateRegistry resource) {
    return new ObjectReferenceBuilder()
        .withApiVersion(resource.getApiVersion())
        .withKind(resource.getKind())
        .withName(resource.getMetadata().getName())
        .withNamespace(resource.getMetadata().getNamespace())
        .withUid(resource.getMetadata().getUid())
        .withResourceVersion(resource.getMetadata().getResourceVersion())
        .build();
  }
}
