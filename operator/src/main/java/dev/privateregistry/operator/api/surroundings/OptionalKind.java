package dev.privateregistry.operator.api.surroundings;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * A kind that a cluster may have or not. Objects of these kinds are {@link
 * GenericKubernetesResource}s everywhere. Each needs its rights in the operator's ClusterRole.
 */
public enum OptionalKind {
  /** Read only: which controller stands behind a class. Not every operator may read it. */
  INGRESS_CLASS(
      "networking.k8s.io",
      "v1",
      "IngressClass",
      "ingressclasses",
      "let the operator list ingressclasses"),
  HTTP_ROUTE(
      "gateway.networking.k8s.io",
      "v1",
      "HTTPRoute",
      "httproutes",
      "install the Gateway API, version 1.4 or later"),
  BACKEND_TLS_POLICY(
      "gateway.networking.k8s.io",
      "v1",
      "BackendTLSPolicy",
      "backendtlspolicies",
      "install the Gateway API, version 1.4 or later"),
  TRAEFIK_MIDDLEWARE(
      "traefik.io", "v1alpha1", "Middleware", "middlewares", "install Traefik's own kinds"),
  TRAEFIK_SERVERS_TRANSPORT(
      "traefik.io",
      "v1alpha1",
      "ServersTransport",
      "serverstransports",
      "install Traefik's own kinds"),
  NGINX_POLICY("k8s.nginx.org", "v1", "Policy", "policies", "install F5 NGINX's own kinds"),
  CONTOUR_HTTP_PROXY(
      "projectcontour.io", "v1", "HTTPProxy", "httpproxies", "install Contour's own kinds"),
  CERTIFICATE("cert-manager.io", "v1", "Certificate", "certificates", "install cert-manager"),
  SERVICE_MONITOR(
      "monitoring.coreos.com",
      "v1",
      "ServiceMonitor",
      "servicemonitors",
      "install the Prometheus operator"),
  PROMETHEUS_RULE(
      "monitoring.coreos.com",
      "v1",
      "PrometheusRule",
      "prometheusrules",
      "install the Prometheus operator");

  private final String group;
  private final String version;
  private final String kind;
  private final String plural;
  private final String remedy;

  OptionalKind(String group, String version, String kind, String plural, String remedy) {
    this.group = group;
    this.version = version;
    this.kind = kind;
    this.plural = plural;
    this.remedy = remedy;
  }

  /** The optional kind that an object is of; empty for the kinds that every cluster has. */
  public static Optional<OptionalKind> of(HasMetadata object) {
    return object instanceof GenericKubernetesResource
        ? Arrays.stream(values())
            .filter(it -> it.kind.equals(object.getKind()))
            .filter(it -> it.apiVersion().equals(object.getApiVersion()))
            .findFirst()
        : Optional.empty();
  }

  public String group() {
    return group;
  }

  public String version() {
    return version;
  }

  public String kind() {
    return kind;
  }

  public String plural() {
    return plural;
  }

  /** Group and version: {@code gateway.networking.k8s.io/v1}. */
  public String apiVersion() {
    return group + "/" + version;
  }

  /** Whether its objects belong to namespaces, and the operator makes some of them. */
  public boolean isNamespaced() {
    return this != INGRESS_CLASS;
  }

  /** What to tell who asked for an object of a kind that is not there. */
  public String missing() {
    return "the cluster has no "
        + kind
        + " ("
        + apiVersion()
        + ") that the operator can use: "
        + remedy;
  }

  /** An object of this kind. */
  public GenericKubernetesResource object(ObjectMeta metadata, Map<String, ?> spec) {
    GenericKubernetesResource object = new GenericKubernetesResource();
    object.setApiVersion(apiVersion());
    object.setKind(kind);
    object.setMetadata(metadata);
    object.setAdditionalProperty("spec", spec);
    return object;
  }
}
