package dev.privateregistry.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** How Prometheus watches a registry, where the Prometheus operator is installed. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(self.alerts) || !self.alerts || (has(self.serviceMonitor) && self.serviceMonitor)",
    message = "alerts watch what the ServiceMonitor brings in: set serviceMonitor to true",
    fieldPath = ".alerts")
public record MonitoringSpec(
    @JsonPropertyDescription(
            "Whether Prometheus reads the registry's metrics: a ServiceMonitor, and a headless"
                + " Service <name>-metrics with the port metrics. Where the cluster has no"
                + " ServiceMonitor, the condition Monitored says so and all else goes on.")
        @Default("false")
        Boolean serviceMonitor,
    @JsonPropertyDescription(
            "Whether there are alerts for this registry: a PrometheusRule, for example"
                + " RegistryStorageAlmostFull and RegistryCertificateExpiresSoon.")
        @Default("false")
        Boolean alerts,
    @JsonPropertyDescription(
            "Labels of both objects, by which a Prometheus chooses them, for example release:"
                + " prometheus.")
        Map<String, String> labels) {

  /** Nobody watches. */
  public static final MonitoringSpec DEFAULT = new MonitoringSpec(false, false, Map.of());

  public MonitoringSpec {
    serviceMonitor = serviceMonitor != null && serviceMonitor;
    alerts = alerts != null && alerts;
    labels = labels == null ? Map.of() : Map.copyOf(labels);
  }
}
