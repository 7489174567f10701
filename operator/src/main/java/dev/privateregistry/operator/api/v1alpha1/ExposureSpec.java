package dev.privateregistry.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the registry is reached. There is always a Service; an Ingress and a route of a Gateway when
 * they are asked for.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExposureSpec(
    @JsonPropertyDescription(
            "An Ingress, or what the controller of its class has instead. Default: none.")
        @Nullable IngressSpec ingress,
    @JsonPropertyDescription("Routes of the Gateway API. Default: none.")
        @Nullable GatewaySpec gateway,
    @JsonPropertyDescription("The Service in front of the registry.") ServiceSpec service) {

  /** A Service inside the cluster. */
  public static final ExposureSpec DEFAULT = new ExposureSpec(null, null, ServiceSpec.DEFAULT);

  public ExposureSpec {
    service = service == null ? ServiceSpec.DEFAULT : service;
  }

  /** Whether clients come through something that serves the usual ports. */
  public boolean hasEdge() {
    return ingress != null || gateway != null;
  }

  /** The projects whose ingress controllers are known, and the choice by the class. */
  public enum IngressController {
    @JsonProperty("auto")
    AUTO,
    @JsonProperty("ingress-nginx")
    INGRESS_NGINX,
    @JsonProperty("f5-nginx")
    F5_NGINX,
    @JsonProperty("traefik")
    TRAEFIK,
    @JsonProperty("haproxytech")
    HAPROXYTECH,
    @JsonProperty("haproxy-ingress")
    HAPROXY_INGRESS,
    @JsonProperty("contour")
    CONTOUR
  }

  /** The Ingress of a registry. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record IngressSpec(
      @JsonPropertyDescription("The IngressClass. Default: the cluster's default class.")
          @Size(min = 1, max = 253)
          @Nullable String className,
      @JsonPropertyDescription(
              "Whose annotations and kinds are written: those of the class's controller, or of the"
                  + " one named here.")
          @Default("auto")
          IngressController controller,
      @JsonPropertyDescription("Further annotations of the Ingress; they win over the operator's.")
          Map<String, String> annotations,
      @JsonPropertyDescription("Whether http is redirected to https.") @Default("true")
          Boolean redirectHttp) {

    public IngressSpec {
      controller = controller == null ? IngressController.AUTO : controller;
      annotations = annotations == null ? Map.of() : Map.copyOf(annotations);
      redirectHttp = redirectHttp == null || redirectHttp;
    }
  }

  /** The routes of a registry; the certificate of a Gateway's listener is its owner's. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value = "self.httpListener != self.httpsListener",
      message = "httpListener and httpsListener are two listeners of the Gateway: name another one",
      fieldPath = ".httpListener")
  public record GatewaySpec(
      @JsonPropertyDescription("The Gateways to which the routes belong.")
          @Required
          @Size(min = 1, max = 8)
          List<GatewayRef> parentRefs,
      @JsonPropertyDescription("The name of the listener for https.")
          @Default("https")
          @Size(min = 1, max = 253)
          String httpsListener,
      @JsonPropertyDescription("The name of the listener for http.")
          @Default("http")
          @Size(min = 1, max = 253)
          String httpListener,
      @JsonPropertyDescription("Whether http is redirected to https.") @Default("true")
          Boolean redirectHttp) {

    public GatewaySpec {
      parentRefs = parentRefs == null ? List.of() : List.copyOf(parentRefs);
      httpsListener = httpsListener == null ? "https" : httpsListener;
      httpListener = httpListener == null ? "http" : httpListener;
      redirectHttp = redirectHttp == null || redirectHttp;
    }
  }

  /** A Gateway. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record GatewayRef(
      @JsonPropertyDescription("The name of the Gateway.") @Required @Size(min = 1, max = 253)
          String name,
      @JsonPropertyDescription("Its namespace. Default: that of the resource.")
          @Size(min = 1, max = 63)
          @Nullable String namespace) {}

  /** The Service of a registry. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ServiceSpec(
      @JsonPropertyDescription("The type of the Service.") @Default("ClusterIP") ServiceType type,
      @JsonPropertyDescription("The port of the Service.") @Default("5000") @Min(1) @Max(65535)
          Integer port) {

    /** Port 5000 inside the cluster. */
    public static final ServiceSpec DEFAULT = new ServiceSpec(ServiceType.ClusterIP, 5000);

    public ServiceSpec {
      type = type == null ? ServiceType.ClusterIP : type;
      port = port == null ? 5000 : port;
    }
  }

  /** The names are those of Kubernetes. */
  public enum ServiceType {
    ClusterIP,
    NodePort,
    LoadBalancer
  }
}
