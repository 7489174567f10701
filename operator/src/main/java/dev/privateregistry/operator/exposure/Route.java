package dev.privateregistry.operator.exposure;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an edge shall do: answer for a host, and pass everything on to a Service.
 *
 * @param host the public DNS name
 * @param metadata the metadata of the objects that make it so; the Service has the same name
 * @param port the port of the Service
 * @param tls how TLS is served and verified; null when the registry speaks plain http
 */
public record Route(String host, ObjectMeta metadata, ServicePort port, @Nullable Tls tls) {

  /** How long a connection may be silent. */
  static final int TIMEOUT_SECONDS = 900;

  public Route {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(metadata, "metadata");
    Objects.requireNonNull(port, "port");
  }

  /** A port of a Service, which its users name or number. */
  public record ServicePort(String name, int number) {
    public ServicePort {
      Objects.requireNonNull(name, "name");
    }
  }

  /**
   * The certificate at the edge, and what the certificates of the pods are verified by.
   *
   * @param secret the Secret with {@code tls.crt}, {@code tls.key}, and {@code ca.crt} when there
   *     is a bundle, in the namespace of the route
   * @param bundle the ConfigMap with the same {@code ca.crt}; null when nothing is published
   */
  public record Tls(String secret, @Nullable String bundle) {
    public Tls {
      Objects.requireNonNull(secret, "secret");
    }
  }

  /** The name of the Service. */
  String service() {
    return metadata.getName();
  }

  String namespace() {
    return metadata.getNamespace();
  }

  /** Metadata with annotations; those of the user win. */
  ObjectMeta annotated(Map<String, String> ours, Map<String, String> theirs) {
    Map<String, String> annotations = new TreeMap<>(ours);
    annotations.putAll(theirs);
    return annotations.isEmpty()
        ? metadata
        : new ObjectMetaBuilder(metadata).withAnnotations(annotations).build();
  }

  /** The same metadata under another name. */
  ObjectMeta named(String name) {
    return new ObjectMetaBuilder(metadata).withName(name).build();
  }
}
