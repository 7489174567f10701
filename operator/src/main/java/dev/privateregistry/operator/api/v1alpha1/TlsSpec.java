package dev.privateregistry.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Where the certificate comes from: exactly one mode; none given means {@code selfSigned}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "(has(self.selfSigned) ? 1 : 0) + (has(self.secret) ? 1 : 0) + (has(self.disabled) ? 1 :"
            + " 0) <= 1",
    message = "choose exactly one of selfSigned, secret and disabled")
@ValidationRule(
    value = "!has(self.duration) || duration(self.duration) >= duration('5s')",
    message = "duration must be at least 5s, for example 2160h",
    fieldPath = ".duration")
@ValidationRule(
    value =
        "!has(self.renewBefore) || (duration(self.renewBefore) > duration('0s') &&"
            + " duration(self.renewBefore) < duration(has(self.duration) ? self.duration :"
            + " '2160h'))",
    message = "renewBefore must be more than 0s and less than duration",
    fieldPath = ".renewBefore")
public record TlsSpec(
    @JsonPropertyDescription(
            "The operator keeps a CA of its own and issues the certificate. Clients trust the"
                + " ca.crt of the ConfigMap <name>-ca.")
        @Nullable SelfSigned selfSigned,
    @JsonPropertyDescription("You supply the certificate, and renew it by changing the Secret.")
        @Nullable SecretTls secret,
    @JsonPropertyDescription("Plain http, for a registry behind a proxy that ends TLS.")
        @Nullable Disabled disabled,
    @JsonPropertyDescription("How long an issued certificate is valid (selfSigned).")
        @Default("2160h")
        @Pattern(Durations.PATTERN)
        @Size(max = 32)
        String duration,
    @JsonPropertyDescription(
            "How long before its end a certificate is renewed (selfSigned). Default: a third of"
                + " duration.")
        @Pattern(Durations.PATTERN)
        @Size(max = 32)
        @Nullable String renewBefore) {

  /** A certificate of the operator's CA, valid for 90 days. */
  public static final TlsSpec DEFAULT = new TlsSpec(null, null, null, "2160h", null);

  public TlsSpec {
    duration = duration == null ? "2160h" : duration;
  }

  /** Certificates from the operator's own CA. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SelfSigned() {}

  /** Plain http. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Disabled() {}

  /** A certificate that the user keeps in a Secret. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SecretTls(
      @JsonPropertyDescription(
              "A Secret of type kubernetes.io/tls with tls.crt and tls.key, in the namespace of the"
                  + " resource. A ca.crt in it is what clients must trust.")
          @Required
          SecretRef secretRef) {}

  /** The name of a Secret in the namespace of the resource. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SecretRef(
      @JsonPropertyDescription("The name of the Secret.") @Required @Size(min = 1, max = 253)
          String name) {}
}
