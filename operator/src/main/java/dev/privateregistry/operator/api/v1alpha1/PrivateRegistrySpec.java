package dev.privateregistry.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.LinkedHashSet;
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
    @JsonPropertyDescription("Where the images are kept.") StorageSpec storage,
    @JsonPropertyDescription("The certificate of the registry. Default: selfSigned.") TlsSpec tls,
    @JsonPropertyDescription("Who may log in, and what needs no log-in.") AuthSpec auth,
    @JsonPropertyDescription("How the registry is reached from outside its namespace.")
        ExposureSpec exposure) {

  /** A DNS name: labels of lower-case letters, digits and hyphens, no port, no scheme. */
  static final String HOST_PATTERN =
      "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$";

  /** All defaults. */
  public static final PrivateRegistrySpec EMPTY =
      new PrivateRegistrySpec(
          null, null, StorageSpec.DEFAULT, TlsSpec.DEFAULT, AuthSpec.DEFAULT, ExposureSpec.DEFAULT);

  public PrivateRegistrySpec {
    storage = storage == null ? StorageSpec.DEFAULT : storage;
    tls = tls == null ? TlsSpec.DEFAULT : tls;
    auth = auth == null ? AuthSpec.DEFAULT : auth;
    exposure = exposure == null ? ExposureSpec.DEFAULT : exposure;
  }

  /** The names of the Secrets in the resource's namespace that the spec refers to. */
  public Set<String> referencedSecrets() {
    Set<String> names = new LinkedHashSet<>();
    if (tls.secret() != null) {
      names.add(tls.secret().secretRef().name());
    }
    for (UserSpec user : auth.users()) {
      if (user.passwordSecretRef() != null) {
        names.add(user.passwordSecretRef().name());
      }
    }
    return names;
  }
}
