package dev.privateregistry.registry.http.handler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What the {@code _state} parameter of an upload's Location says, in the form of distribution
 * (registry/handlers/hmac.go), whose replicas with the same secret understand it: padded base64url
 * of the HMAC-SHA256 of a JSON object, followed by the object.
 *
 * @param offset bytes stored when the Location was given
 * @param owner who started the upload; null in a token made by distribution, which does not say
 */
record UploadState(
    String name, String uuid, long offset, String startedAt, @Nullable String owner) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_LENGTH = 4096;

  String token(UploadSecret secret) {
    ObjectNode node = JSON.createObjectNode();
    node.put("Name", name);
    node.put("UUID", uuid);
    node.put("Offset", offset);
    node.put("StartedAt", startedAt);
    if (owner != null) {
      node.put("Owner", owner);
    }
    byte[] message;
    try {
      message = JSON.writeValueAsString(node).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON nodes can always be written", e);
    }
    byte[] signature = secret.sign(message);
    byte[] token = Arrays.copyOf(signature, signature.length + message.length);
    System.arraycopy(message, 0, token, signature.length, message.length);
    return Base64.getUrlEncoder().encodeToString(token);
  }

  /** The state in a token, or null when this secret has not signed it. */
  static @Nullable UploadState verify(String token, UploadSecret secret) {
    byte[] bytes = decode(token);
    if (bytes == null || bytes.length <= UploadSecret.SIGNATURE_BYTES) {
      return null;
    }
    byte[] signature = Arrays.copyOf(bytes, UploadSecret.SIGNATURE_BYTES);
    byte[] message = Arrays.copyOfRange(bytes, UploadSecret.SIGNATURE_BYTES, bytes.length);
    if (!MessageDigest.isEqual(signature, secret.sign(message))) {
      return null;
    }
    try {
      JsonNode node = JSON.readTree(message);
      JsonNode owner = node.path("Owner");
      return new UploadState(
          node.path("Name").asText(),
          node.path("UUID").asText(),
          node.path("Offset").asLong(-1),
          node.path("StartedAt").asText(),
          owner.isTextual() ? owner.textValue() : null);
    } catch (IOException e) {
      return null;
    }
  }

  private static byte @Nullable [] decode(String token) {
    if (token.length() > MAX_LENGTH) {
      return null;
    }
    try {
      return Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
