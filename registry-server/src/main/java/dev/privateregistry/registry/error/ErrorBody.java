package dev.privateregistry.registry.error;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The body of an error answer (OCI distribution spec, Error Codes): {@code
 * {"errors":[{"code":…,"message":…,"detail":…}]}} and a newline.
 */
public final class ErrorBody {
  public static final String CONTENT_TYPE = Dialect.REGISTRY_3.json();

  private static final ObjectMapper JSON = new ObjectMapper();

  private ErrorBody() {}

  /** The bytes to send as {@link #CONTENT_TYPE}; a detail that is an empty string is left out. */
  public static byte[] render(List<RegistryException.Detail> errors) {
    return render(errors, Dialect.REGISTRY_3);
  }

  /** The bytes to send as {@link Dialect#json}. */
  public static byte[] render(List<RegistryException.Detail> errors, Dialect dialect) {
    ObjectNode body = JSON.createObjectNode();
    ArrayNode entries = body.putArray("errors");
    for (RegistryException.Detail error : errors) {
      ObjectNode entry = entries.addObject();
      entry.put("code", error.code().name());
      entry.put("message", error.message());
      if (!"".equals(error.detail())) {
        entry.set("detail", JSON.valueToTree(dialect.form(error.detail())));
      }
    }
    try {
      return (JSON.writeValueAsString(body) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON nodes can always be written", e);
    }
  }

  public static byte[] render(ErrorCode code, Object detail) {
    return render(List.of(new RegistryException.Detail(code, code.message(), detail)));
  }
}
