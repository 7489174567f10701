package dev.privateregistry.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the registry's pods run and what they may use. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PodOptions(
    @JsonPropertyDescription("What the container asks for and may use.") Resources resources,
    @JsonPropertyDescription("Labels that a node must have, for example disk: fast.")
        Map<String, String> nodeSelector,
    @JsonPropertyDescription("Taints of nodes that are put up with, as in the spec of a Pod.")
        @Size(max = 64)
        List<Toleration> tolerations,
    @JsonPropertyDescription(
            "Which nodes and which neighbours are wanted or shunned, as in the spec of a Pod.")
        @Nullable Affinity affinity,
    @JsonPropertyDescription(
            "How the pods are spread, for example over zones. Default: over the nodes where several"
                + " pods share a volume. A constraint without labelSelector counts the registry's"
                + " pods.")
        @Size(max = 16)
        List<TopologySpreadConstraint> topologySpreadConstraints) {

  /** Anywhere, within the default resources. */
  public static final PodOptions DEFAULT =
      new PodOptions(Resources.DEFAULT, Map.of(), List.of(), null, List.of());

  public PodOptions {
    resources = resources == null ? Resources.DEFAULT : resources;
    nodeSelector = nodeSelector == null ? Map.of() : Map.copyOf(nodeSelector);
    tolerations = tolerations == null ? List.of() : List.copyOf(tolerations);
    topologySpreadConstraints =
        topologySpreadConstraints == null ? List.of() : List.copyOf(topologySpreadConstraints);
  }

  /** Requests and limits by the names of Kubernetes: cpu, memory, ephemeral-storage. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Resources(
      @JsonPropertyDescription(
              "What a node must have free. An entry replaces the default of its name: cpu 100m,"
                  + " memory 128Mi.")
          Map<String, Quantity> requests,
      @JsonPropertyDescription(
              "What it may use at most. An entry replaces the default of its name: memory 512Mi.")
          Map<String, Quantity> limits) {

    /** The defaults of the operator. */
    public static final Resources DEFAULT = new Resources(Map.of(), Map.of());

    public Resources {
      requests = requests == null ? Map.of() : Map.copyOf(requests);
      limits = limits == null ? Map.of() : Map.copyOf(limits);
    }
  }
}
