package dev.privateregistry.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a user asks for. Every part has a default: an empty spec is a working registry. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.host) || !self.host.matches('^[0-9.]+$')",
    message =
        "host must be a DNS name, as certificates and an Ingress need one: give the address a name,"
            + " for example registry.example.com",
    fieldPath = ".host")
@ValidationRule(
    value =
        "!has(self.replicas) || self.replicas <= 1 || (has(self.storage) &&"
            + " has(self.storage.filesystem) && (has(self.storage.filesystem.existingClaim) ||"
            + " (has(self.storage.filesystem.accessModes) && 'ReadWriteMany' in"
            + " self.storage.filesystem.accessModes)))",
    message =
        "replicas above 1 need a volume that several pods can mount: set"
            + " storage.filesystem.accessModes to [ReadWriteMany] with a storage class that offers"
            + " it, or keep replicas at 1",
    fieldPath = ".replicas")
@ValidationRule(
    value =
        "has(self.host) || !has(self.exposure) || !(has(self.exposure.ingress) ||"
            + " has(self.exposure.gateway))",
    message =
        "exposure.ingress and exposure.gateway need the name by which clients come: set host, for"
            + " example registry.example.com",
    fieldPath = ".exposure")
@ValidationRule(
    value = "!has(self.tls) || !has(self.tls.acme) || has(self.host)",
    message = "tls.acme needs a host, a name that the ACME server can look up",
    fieldPath = ".host")
@ValidationRule(
    value =
        "!has(self.tls) || !has(self.tls.acme) || !has(self.tls.acme.dnsNames) || !has(self.host)"
            + " || self.tls.acme.dnsNames.size() == 0 || self.host in self.tls.acme.dnsNames ||"
            + " self.tls.acme.dnsNames.exists(n, n.startsWith('*.') && self.host.indexOf('.') > 0"
            + " && n.substring(1) == self.host.substring(self.host.indexOf('.')))",
    message = "no name of tls.acme.dnsNames covers the host",
    fieldPath = ".tls.acme.dnsNames")
public record PrivateRegistrySpec(
    @JsonPropertyDescription(
            "The DNS name by which clients reach the registry. It is put into the certificate, the"
                + " pull secrets and the Ingress. Default: <name>.<namespace>.svc")
        @Pattern(HOST_PATTERN)
        @Size(max = 253)
        @Nullable String host,
    @JsonPropertyDescription(
            "The image of the registry server. Default: the one that belongs to the operator.")
        @Size(min = 1, max = 512)
        @Nullable String image,
    @JsonPropertyDescription(
            "How many pods serve the registry. More than one needs a volume with the access mode"
                + " ReadWriteMany: then they are replaced one after the other, spread over the"
                + " nodes, and a PodDisruptionBudget keeps evictions to one at a time. kubectl"
                + " scale sets it too.")
        @Default("1")
        @Min(1)
        @Max(100)
        @SpecReplicas
        Integer replicas,
    @JsonPropertyDescription("Where the images are kept.") StorageSpec storage,
    @JsonPropertyDescription("The certificate of the registry. Default: selfSigned.") TlsSpec tls,
    @JsonPropertyDescription("Who may log in, and what needs no log-in.") AuthSpec auth,
    @JsonPropertyDescription("How the registry is reached from outside its namespace.")
        ExposureSpec exposure,
    @JsonPropertyDescription("What keeps the registry in order, and what holds it still.")
        MaintenanceSpec maintenance,
    @JsonPropertyDescription("Who may connect to the registry's pods.")
        NetworkPolicySpec networkPolicy,
    @JsonPropertyDescription("How Prometheus watches the registry.") MonitoringSpec monitoring,
    @JsonPropertyDescription("Where the registry's pods run and what they may use.") PodOptions pod,
    @JsonPropertyDescription(
            "Keys of config.yml on top of those the operator writes, for example log.level or"
                + " notifications. Maps are merged, lists and values replace. No secrets: the file"
                + " is in a ConfigMap. Keys that the operator needs are refused.")
        Map<String, Object> config) {

  /** A DNS name: labels of lower-case letters, digits and hyphens, no port, no scheme. */
  static final String HOST_PATTERN =
      "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$";

  /** All defaults. */
  public static final PrivateRegistrySpec EMPTY =
      new PrivateRegistrySpec(
          null,
          null,
          1,
          StorageSpec.DEFAULT,
          TlsSpec.DEFAULT,
          AuthSpec.DEFAULT,
          ExposureSpec.DEFAULT,
          MaintenanceSpec.DEFAULT,
          NetworkPolicySpec.DEFAULT,
          MonitoringSpec.DEFAULT,
          PodOptions.DEFAULT,
          Map.of());

  public PrivateRegistrySpec {
    replicas = replicas == null ? 1 : replicas;
    storage = storage == null ? StorageSpec.DEFAULT : storage;
    tls = tls == null ? TlsSpec.DEFAULT : tls;
    auth = auth == null ? AuthSpec.DEFAULT : auth;
    exposure = exposure == null ? ExposureSpec.DEFAULT : exposure;
    maintenance = maintenance == null ? MaintenanceSpec.DEFAULT : maintenance;
    networkPolicy = networkPolicy == null ? NetworkPolicySpec.DEFAULT : networkPolicy;
    monitoring = monitoring == null ? MonitoringSpec.DEFAULT : monitoring;
    pod = pod == null ? PodOptions.DEFAULT : pod;
    config = config == null ? Map.of() : Collections.unmodifiableMap(config);
  }

  /** The same under another name. */
  public PrivateRegistrySpec withHost(String name) {
    return new PrivateRegistrySpec(
        name,
        image,
        replicas,
        storage,
        tls,
        auth,
        exposure,
        maintenance,
        networkPolicy,
        monitoring,
        pod,
        config);
  }

  /** The same with another certificate. */
  public PrivateRegistrySpec withTls(TlsSpec other) {
    return new PrivateRegistrySpec(
        host,
        image,
        replicas,
        storage,
        other,
        auth,
        exposure,
        maintenance,
        networkPolicy,
        monitoring,
        pod,
        config);
  }

  /** The same with other users. */
  public PrivateRegistrySpec withAuth(AuthSpec other) {
    return new PrivateRegistrySpec(
        host,
        image,
        replicas,
        storage,
        tls,
        other,
        exposure,
        maintenance,
        networkPolicy,
        monitoring,
        pod,
        config);
  }

  /** The names of the Secrets in the resource's namespace that the spec refers to. */
  public Set<String> referencedSecrets() {
    Set<String> names = new LinkedHashSet<>();
    if (tls.secret() != null) {
      names.add(tls.secret().secretRef().name());
    }
    if (tls.ca() != null) {
      names.add(tls.ca().secretRef().name());
    }
    if (tls.acme() != null) {
      names.add(tls.acme().dns01().rfc2136().tsigSecretRef().name());
    }
    for (UserSpec user : auth.users()) {
      if (user.passwordSecretRef() != null) {
        names.add(user.passwordSecretRef().name());
      }
    }
    return names;
  }
}
