package dev.privateregistry.registry.http.handler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.MediaType;
import dev.privateregistry.registry.manifest.ManifestParser;
import dev.privateregistry.registry.manifest.Referrer;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a sorted list of referrers as an image index, not larger than a manifest may be unless
 * one descriptor alone is.
 *
 * @param last where the next page begins, exclusive; null on the last page
 * @param size how many entries a page may have
 */
@SuppressWarnings("ArrayRecordComponent")
record ReferrersPage(byte[] index, @Nullable Digest last, int size) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] START =
      bytes("{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.OCI_INDEX + "\",\"manifests\":[");
  private static final byte[] END = bytes("]}");

  /** At most n referrers after the one of this digest, exclusive. */
  static ReferrersPage of(List<Referrer> all, @Nullable String after, int n) {
    ByteArrayOutputStream index = new ByteArrayOutputStream();
    index.writeBytes(START);
    int count = 0;
    Digest last = null;
    for (Referrer referrer : all) {
      Digest digest = referrer.self().digest();
      if (after != null && digest.toString().compareTo(after) <= 0) {
        continue;
      }
      byte[] descriptor = descriptor(referrer);
      int length = index.size() + 1 + descriptor.length + END.length;
      if (count == n || (count > 0 && length > ManifestParser.MAX_BYTES)) {
        index.writeBytes(END);
        return new ReferrersPage(index.toByteArray(), last, n);
      }
      if (count > 0) {
        index.write(',');
      }
      index.writeBytes(descriptor);
      count++;
      last = digest;
    }
    index.writeBytes(END);
    return new ReferrersPage(index.toByteArray(), null, n);
  }

  private static byte[] descriptor(Referrer referrer) {
    ObjectNode node = JSON.createObjectNode();
    node.put("mediaType", referrer.self().mediaType());
    node.put("digest", referrer.self().digest().toString());
    node.put("size", referrer.self().size());
    if (referrer.artifactType() != null) {
      node.put("artifactType", referrer.artifactType());
    }
    if (!referrer.annotations().isEmpty()) {
      ObjectNode annotations = node.putObject("annotations");
      referrer.annotations().forEach(annotations::put);
    }
    try {
      return JSON.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON nodes can always be written", e);
    }
  }

  /** The Link field of the next page (RFC 8288), with the filter of this one. */
  String link(String path, @Nullable String artifactType) {
    String filter = artifactType == null ? "" : "artifactType=" + encoded(artifactType) + "&";
    return "<" + path + "?" + filter + "last=" + last + "&n=" + size + ">; rel=\"next\"";
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
