package dev.privateregistry.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the operator reports. Instants are RFC 3339 in UTC, to the second. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PrivateRegistryStatus(
    @JsonPropertyDescription("The generation of the spec that this status speaks of.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Where clients reach the registry.") @Nullable String url,
    @JsonPropertyDescription("The version of the registry server that runs.")
        @Nullable String version,
    @JsonPropertyDescription("How many pods of the registry there are, ready or not.")
        @StatusReplicas
        Integer replicas,
    @JsonPropertyDescription("How many pods of the registry are ready.") Integer readyReplicas,
    @JsonPropertyDescription(
            "The labels of the registry's pods, as kubectl get pods -l takes them.")
        @LabelSelector
        @Nullable String selector,
    @JsonPropertyDescription("The certificate in use.") @Nullable CertificateStatus certificate,
    @JsonPropertyDescription("The users and where their passwords stand.") List<UserStatus> users,
    @JsonPropertyDescription("What a client must trust.") @Nullable TrustStatus trust,
    @JsonPropertyDescription(
            "Ready, Reconciling and Stalled as kstatus defines them, and one condition a concern.")
        List<Condition> conditions) {

  public PrivateRegistryStatus {
    replicas = replicas == null ? 0 : replicas;
    readyReplicas = readyReplicas == null ? 0 : readyReplicas;
    users = users == null ? List.of() : List.copyOf(users);
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }

  /** Nothing was reported yet. */
  public static final PrivateRegistryStatus NONE =
      new PrivateRegistryStatus(null, null, null, 0, 0, null, null, List.of(), null, List.of());

  /** The same with other conditions. */
  public PrivateRegistryStatus withConditions(List<Condition> others) {
    return new PrivateRegistryStatus(
        observedGeneration,
        url,
        version,
        replicas,
        readyReplicas,
        selector,
        certificate,
        users,
        trust,
        others);
  }

  /** The condition of a type, if it is there. */
  public Optional<Condition> condition(String type) {
    return conditions.stream().filter(condition -> type.equals(condition.getType())).findFirst();
  }

  /** The certificate in use. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record CertificateStatus(
      @JsonPropertyDescription("Its serial number, in lower-case hexadecimal.") String serial,
      @JsonPropertyDescription("The beginning of its validity.") String notBefore,
      @JsonPropertyDescription("The end of its validity.") String notAfter,
      @JsonPropertyDescription("When it will be renewed; absent when that is not ours to do.")
          @Nullable String renewAt,
      @JsonPropertyDescription("The ready pods that served it in a TLS handshake.")
          List<String> servedBy) {

    public CertificateStatus {
      servedBy = servedBy == null ? List.of() : List.copyOf(servedBy);
    }
  }

  /** One user and where the password stands. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record UserStatus(
      @JsonPropertyDescription("The name of the user.") String name,
      @JsonPropertyDescription("The Secret that holds the password.") String secretName,
      @JsonPropertyDescription("Where the rotation stands.") RotationPhase phase,
      @JsonPropertyDescription("When the password in use was published.")
          @Nullable String rotatedAt,
      @JsonPropertyDescription("When the next rotation begins by itself.")
          @Nullable String rotateAt,
      @JsonPropertyDescription("Until when the password before it is accepted.")
          @Nullable String previousValidUntil) {}

  /** Where the certificates are that a client must trust. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record TrustStatus(
      @JsonPropertyDescription("The ConfigMap whose ca.crt a client must trust.")
          String configMapName) {}
}
