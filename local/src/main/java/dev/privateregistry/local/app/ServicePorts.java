package dev.privateregistry.local.app;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The port of this machine that each registry gets: the first one the port that was asked for, the
 * following ones those after it. A registry whose file names no port of its Service is applied with
 * this one, so that the URL in its status and the address in its pull secrets are true here.
 */
final class ServicePorts {
  private final int first;
  private final Map<Manifest.Identity, Integer> assigned = new LinkedHashMap<>();

  ServicePorts(int first) {
    this.first = first;
  }

  /** The manifest as it is applied. */
  synchronized Manifest assign(Manifest manifest) {
    if (!manifest.isRegistry()) {
      return manifest;
    }
    int port = assigned.computeIfAbsent(manifest.identity(), added -> first + assigned.size());
    GenericKubernetesResource object = Serialization.clone(manifest.object());
    Map<String, Object> spec = child(object.getAdditionalProperties(), "spec");
    Map<String, Object> service = child(child(spec, "exposure"), "service");
    service.putIfAbsent("port", port);
    return new Manifest(manifest.file(), manifest.line(), object);
  }

  /**
   * The object under a key, made when there is none; anything else is left for the API to refuse.
   */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> child(Map<String, Object> parent, String key) {
    Object value = parent.get(key);
    if (value == null) {
      value = new LinkedHashMap<String, Object>();
      parent.put(key, value);
    }
    return value instanceof Map ? (Map<String, Object>) value : new LinkedHashMap<>();
  }
}
