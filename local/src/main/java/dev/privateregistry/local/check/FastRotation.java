package dev.privateregistry.local.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Turns a PrivateRegistry into one whose passwords and certificate rotate in seconds, and which is
 * reached as {@code localhost}: a pure function on the resource's JSON.
 */
public record FastRotation(String every, String overlap, String duration, String renewBefore) {
  /** As fast as the rules of the resource and the reload time of the server reasonably allow. */
  public static final FastRotation SECONDS = new FastRotation("8s", "4s", "22s", "14s");

  /** Leaves users alone whose password is given, and a certificate that is given. */
  public JsonNode applyTo(JsonNode registry) {
    ObjectNode copy = registry.deepCopy();
    ObjectNode spec = copy.withObject("/spec");
    spec.put("host", "localhost");
    for (JsonNode user : spec.path("auth").path("users")) {
      if (!user.has("passwordSecretRef") && user instanceof ObjectNode object) {
        object.withObject("/rotation").put("every", every).put("overlap", overlap);
      }
    }
    JsonNode tls = spec.path("tls");
    if (!tls.has("secret") && !tls.has("disabled")) {
      spec.withObject("/tls").put("duration", duration).put("renewBefore", renewBefore);
    }
    return copy;
  }
}
