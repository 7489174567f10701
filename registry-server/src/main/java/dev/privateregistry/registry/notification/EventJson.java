package dev.privateregistry.registry.notification;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.registry.domain.Descriptor;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Events as distribution sends them: an envelope around one event, media type {@value #MEDIA_TYPE}.
 * Fields that Go leaves out when they are empty are left out here too.
 *
 * @param source of the events: this registry
 * @param withReferences whether the events of manifests list what those refer to
 */
public record EventJson(Source source, boolean withReferences) {
  /** The media type of the envelope. */
  public static final String MEDIA_TYPE = "application/vnd.docker.distribution.events.v2+json";

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * This registry.
   *
   * @param address host and port
   * @param instance changes with each start
   */
  public record Source(String address, String instance) {}

  byte[] envelope(Occurrence occurrence) {
    ObjectNode envelope = JSON.createObjectNode();
    ObjectNode node = envelope.putArray("events").addObject();
    ContentEvent event = occurrence.event();
    node.put("id", occurrence.id());
    node.put("timestamp", occurrence.time().toString());
    node.put("action", event.action().word());
    putTarget(node.putObject("target"), event, occurrence.cause().base());
    putRequest(node.putObject("request"), occurrence.cause());
    ObjectNode actor = node.putObject("actor");
    putIfPresent(actor, "name", occurrence.cause().user());
    node.putObject("source").put("addr", source.address()).put("instanceID", source.instance());
    return envelope.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void putTarget(ObjectNode node, ContentEvent event, String base) {
    ContentEvent.Target target = event.target();
    ContentEvent.Content content = target.content();
    node.put("mediaType", content == null ? "" : content.mediaType());
    node.put("digest", content == null ? "" : content.digest().toString());
    node.put("size", content == null ? 0 : content.size());
    if (content != null && content.size() > 0) {
      node.put("length", content.size());
    }
    node.put("repository", target.repository().value());
    if (target.from() != null) {
      node.put("fromRepository", target.from().value());
    }
    if (content != null && event.action() != ContentEvent.Action.DELETE) {
      String place = "/v2/" + target.repository() + "/" + event.kind().path() + "/";
      node.put("url", base + place + content.digest());
    }
    if (target.tag() != null) {
      node.put("tag", target.tag().value());
    }
    if (withReferences && content != null && !content.references().isEmpty()) {
      var references = node.putArray("references");
      content.references().forEach(each -> putDescriptor(references.addObject(), each));
    }
  }

  private static void putDescriptor(ObjectNode node, Descriptor descriptor) {
    node.put("mediaType", descriptor.mediaType());
    node.put("digest", descriptor.digest().toString());
    node.put("size", descriptor.size());
    if (!descriptor.urls().isEmpty()) {
      var urls = node.putArray("urls");
      descriptor.urls().forEach(urls::add);
    }
  }

  private static void putRequest(ObjectNode node, Occurrence.Cause cause) {
    node.put("id", cause.id());
    node.put("addr", cause.address());
    putIfPresent(node, "host", cause.host().isEmpty() ? null : cause.host());
    node.put("method", cause.method());
    node.put("useragent", cause.userAgent() == null ? "" : cause.userAgent());
  }

  private static void putIfPresent(ObjectNode node, String name, @Nullable String value) {
    if (value != null) {
      node.put(name, value);
    }
  }
}
