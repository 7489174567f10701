package dev.privateregistry.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the registry is reached. There is always a Service; an Ingress when it is asked for. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExposureSpec(
    @JsonPropertyDescription("An Ingress for ingress-nginx. Default: none.")
        @Nullable IngressSpec ingress,
    @JsonPropertyDescription("The Service in front of the registry.") ServiceSpec service) {

  /** A Service inside the cluster. */
  public static final ExposureSpec DEFAULT = new ExposureSpec(null, ServiceSpec.DEFAULT);

  public ExposureSpec {
    service = service == null ? ServiceSpec.DEFAULT : service;
  }

  /** The Ingress of a registry. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record IngressSpec(
      @JsonPropertyDescription("The IngressClass. Default: the cluster's default class.")
          @Size(min = 1, max = 253)
          @Nullable String className,
      @JsonPropertyDescription("Further annotations of the Ingress; they win over the operator's.")
          Map<String, String> annotations,
      @JsonPropertyDescription("Whether http is redirected to https.") @Default("true")
          Boolean redirectHttp) {

    public IngressSpec {
      annotations = annotations == null ? Map.of() : Map.copyOf(annotations);
      redirectHttp = redirectHttp == null || redirectHttp;
    }
  }

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
