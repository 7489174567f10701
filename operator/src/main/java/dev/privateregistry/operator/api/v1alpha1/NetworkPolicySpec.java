package dev.privateregistry.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import java.util.List;

/** Who may connect to the registry's pods. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NetworkPolicySpec(
    @JsonPropertyDescription(
            "Whether there is a NetworkPolicy: everybody reaches the port of the registry, and only"
                + " the operator and metricsFrom the port of metrics and status.")
        @Default("false")
        Boolean enabled,
    @JsonPropertyDescription(
            "Who else reaches the port of metrics and status, for example the namespace of"
                + " Prometheus.")
        @Size(max = 32)
        List<NetworkPolicyPeer> metricsFrom) {

  /** None. */
  public static final NetworkPolicySpec DEFAULT = new NetworkPolicySpec(false, List.of());

  public NetworkPolicySpec {
    enabled = enabled != null && enabled;
    metricsFrom = metricsFrom == null ? List.of() : List.copyOf(metricsFrom);
  }
}
