package dev.privateregistry.operator.credentials;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A client's log-in as {@code ~/.docker/config.json} and pull secrets hold it.
 *
 * @param registry host, or host and port, as it stands in image names
 */
public record DockerConfig(String registry, String username, String password) {

  /** The content of a {@code .dockerconfigjson}. */
  public String json() {
    ObjectNode login = JsonNodeFactory.instance.objectNode();
    login.put("username", username);
    login.put("password", password);
    login.put(
        "auth",
        Base64.getEncoder()
            .encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8)));
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    config.putObject("auths").set(registry, login);
    return config.toString();
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "DockerConfig[" + username + "@" + registry + "]";
  }
}
