package dev.privateregistry.operator.exposure;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLSBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The Ingress for ingress-nginx: no limit of the body, no buffering, long timeouts, http redirected
 * to https, and {@code Location: http://HOST/} rewritten to https.
 *
 * @param host the public DNS name
 * @param className null for the default class of the cluster
 * @param redirectHttp whether http is answered by a redirect to https; only with TLS
 * @param tls how TLS is served and verified; null when the registry serves plain http
 * @param extra annotations of the user, which win over ours
 */
public record NginxIngress(
    String host,
    @Nullable String className,
    boolean redirectHttp,
    @Nullable Tls tls,
    Map<String, String> extra) {
  private static final String PREFIX = "nginx.ingress.kubernetes.io/";
  private static final String TIMEOUT_SECONDS = "900";

  public NginxIngress {
    Objects.requireNonNull(host, "host");
    extra = Map.copyOf(extra);
  }

  /**
   * The certificate at the edge and the verification of the pods behind it.
   *
   * @param secret the Secret with {@code tls.crt}, {@code tls.key} and {@code ca.crt}, in the
   *     namespace of the Ingress
   * @param verify whether the pods' certificate is verified by that {@code ca.crt}
   */
  public record Tls(String secret, boolean verify) {
    public Tls {
      Objects.requireNonNull(secret, "secret");
    }
  }

  /**
   * The Ingress object.
   *
   * @param metadata its metadata, without annotations; the Service has the same name
   * @param servicePort the name of the Service's port
   */
  public Ingress toObject(ObjectMeta metadata, String servicePort) {
    return new IngressBuilder()
        .withMetadata(
            new ObjectMetaBuilder(metadata)
                .withAnnotations(annotations(metadata.getNamespace()))
                .build())
        .withNewSpec()
        .withIngressClassName(className)
        .withTls(served())
        .addNewRule()
        .withHost(host)
        .withNewHttp()
        .addNewPath()
        .withPath("/")
        .withPathType("Prefix")
        .withNewBackend()
        .withNewService()
        .withName(metadata.getName())
        .withNewPort()
        .withName(servicePort)
        .endPort()
        .endService()
        .endBackend()
        .endPath()
        .endHttp()
        .endRule()
        .endSpec()
        .build();
  }

  private List<IngressTLS> served() {
    return tls == null
        ? List.of()
        : List.of(new IngressTLSBuilder().withHosts(host).withSecretName(tls.secret()).build());
  }

  private Map<String, String> annotations(String namespace) {
    Map<String, String> annotations = new TreeMap<>();
    put(annotations, "proxy-body-size", "0");
    put(annotations, "proxy-request-buffering", "off");
    put(annotations, "proxy-buffering", "off");
    put(annotations, "proxy-http-version", "1.1");
    put(annotations, "proxy-connect-timeout", "10");
    put(annotations, "proxy-read-timeout", TIMEOUT_SECONDS);
    put(annotations, "proxy-send-timeout", TIMEOUT_SECONDS);
    if (tls == null) {
      put(annotations, "ssl-redirect", "false");
      put(annotations, "backend-protocol", "HTTP");
    } else {
      putTls(annotations, namespace, tls);
    }
    annotations.putAll(extra);
    return annotations;
  }

  private void putTls(Map<String, String> annotations, String namespace, Tls served) {
    put(annotations, "ssl-redirect", String.valueOf(redirectHttp));
    put(annotations, "force-ssl-redirect", String.valueOf(redirectHttp));
    put(annotations, "proxy-redirect-from", "http://" + host + "/");
    put(annotations, "proxy-redirect-to", "https://" + host + "/");
    put(annotations, "backend-protocol", "HTTPS");
    put(annotations, "proxy-ssl-name", host);
    put(annotations, "proxy-ssl-server-name", "on");
    if (served.verify()) {
      put(annotations, "proxy-ssl-secret", namespace + "/" + served.secret());
      put(annotations, "proxy-ssl-verify", "on");
      put(annotations, "proxy-ssl-verify-depth", "3");
    }
  }

  private static void put(Map<String, String> annotations, String name, String value) {
    annotations.put(PREFIX + name, value);
  }
}
