package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.api.surroundings.OptionalKind;
import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.api.v1alpha1.Ownership;
import dev.privateregistry.operator.api.v1alpha1.PrivateKeySpec;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.api.v1alpha1.RegistryAddress;
import dev.privateregistry.operator.api.v1alpha1.TlsSpec;
import dev.privateregistry.operator.api.v1alpha1.TlsSpec.CertManagerTls;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is asked of cert-manager: a {@code Certificate} (cert-manager.io/v1), and what that says of
 * itself.
 */
final class CertificateRequest {

  private final Snapshot snapshot;
  private final PrivateRegistry resource;

  CertificateRequest(Snapshot snapshot) {
    this.snapshot = snapshot;
    this.resource = snapshot.resource();
  }

  /** The object that asks. */
  GenericKubernetesResource object(CertManagerTls mode) {
    TlsSpec tls = resource.getSpec().tls();
    ChildNames names = ChildNames.of(resource);
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("secretName", names.certManagerSecret());
    spec.put("dnsNames", List.of(RegistryAddress.of(resource).host()));
    spec.put("duration", tls.duration());
    if (tls.renewBefore() != null) {
      spec.put("renewBefore", tls.renewBefore());
    }
    spec.put("privateKey", key(tls.privateKey()));
    spec.put("usages", List.of("digital signature", "key encipherment", "server auth"));
    spec.put(
        "issuerRef",
        Map.of(
            "name", mode.issuerRef().name(),
            "kind", mode.issuerRef().kind(),
            "group", mode.issuerRef().group()));
    return OptionalKind.CERTIFICATE.object(Ownership.metadata(resource, names.registry()), spec);
  }

  private static Map<String, Object> key(PrivateKeySpec key) {
    return Map.of(
        "algorithm", key.algorithm().name(),
        "size", key.bits(),
        "rotationPolicy", key.rotation().name());
  }

  /** Why it is not ready, as it says itself; empty when it is, or says nothing. */
  Optional<String> complaint(GenericKubernetesResource asked) {
    return snapshot.objects().like(asked).flatMap(CertificateRequest::notReady);
  }

  private static Optional<String> notReady(HasMetadata live) {
    if (!(live instanceof GenericKubernetesResource object
        && object.get("status", "conditions") instanceof List<?> conditions)) {
      return Optional.empty();
    }
    return conditions.stream()
        .filter(Map.class::isInstance)
        .map(it -> (Map<?, ?>) it)
        .filter(it -> "Ready".equals(it.get("type")) && "False".equals(it.get("status")))
        .findFirst()
        .map(it -> "cert-manager says " + it.get("reason") + ": " + it.get("message"));
  }
}
