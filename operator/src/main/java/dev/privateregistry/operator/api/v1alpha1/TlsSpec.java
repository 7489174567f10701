package dev.privateregistry.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the certificate comes from: exactly one mode; none given means {@code selfSigned}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "[has(self.selfSigned), has(self.ca), has(self.secret), has(self.acme),"
            + " has(self.certManager), has(self.disabled)].filter(given,"
            + " given).size() <= 1",
    message = TlsSpec.MODES)
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
    @JsonPropertyDescription(
            "You supply a CA, and the operator issues the certificate from it. Another CA in the"
                + " Secret is published first and signs a little later.")
        @Nullable AuthorityTls ca,
    @JsonPropertyDescription(
            "You supply the certificate, and renew it by changing the Secret. What it holds is"
                + " checked and then copied for the pods; the last good one stays while it is"
                + " broken.")
        @Nullable SecretTls secret,
    @JsonPropertyDescription(
            "An ACME server such as Let's Encrypt issues the certificate. The pods start when the"
                + " first one is there.")
        @Nullable AcmeSpec acme,
    @JsonPropertyDescription(
            "cert-manager, which must be in the cluster, issues and renews the certificate. The"
                + " operator keeps a Certificate of the registry's name.")
        @Nullable CertManagerTls certManager,
    @JsonPropertyDescription("Plain http, for a registry behind a proxy that ends TLS.")
        @Nullable Disabled disabled,
    @JsonPropertyDescription(
            "How long an issued certificate is valid (selfSigned, ca, certManager).")
        @Default("2160h")
        @Pattern(Durations.PATTERN)
        @Size(max = 32)
        String duration,
    @JsonPropertyDescription(
            "How long before its end a certificate is renewed (selfSigned, ca, acme, certManager)."
                + " Default: a third of duration, or of the lifetime that an ACME server gives.")
        @Pattern(Durations.PATTERN)
        @Size(max = 32)
        @Nullable String renewBefore,
    @JsonPropertyDescription(
            "The private key of an issued certificate (selfSigned, ca, certManager).")
        PrivateKeySpec privateKey) {

  /** What is said when several modes are given. */
  public static final String MODES =
      "choose exactly one of selfSigned, ca, secret, acme, certManager and disabled";

  /** A certificate of the operator's CA, valid for 90 days. */
  public static final TlsSpec DEFAULT =
      new TlsSpec(null, null, null, null, null, null, "2160h", null, PrivateKeySpec.DEFAULT);

  /** Plain http. */
  public static final TlsSpec DISABLED =
      new TlsSpec(
          null, null, null, null, null, new Disabled(), "2160h", null, PrivateKeySpec.DEFAULT);

  public TlsSpec {
    duration = duration == null ? "2160h" : duration;
    privateKey = privateKey == null ? PrivateKeySpec.DEFAULT : privateKey;
  }

  /** How many modes are given. */
  public int modes() {
    return (int)
        Stream.of(selfSigned, ca, secret, acme, certManager, disabled)
            .filter(Objects::nonNull)
            .count();
  }

  /** Certificates from the operator's own CA. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SelfSigned() {}

  /** Plain http. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Disabled() {}

  /** Certificates from a CA that the user keeps in a Secret. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record AuthorityTls(
      @JsonPropertyDescription(
              "A Secret with the CA's tls.crt and tls.key, in the namespace of the resource. The"
                  + " certificates of an intermediate CA's issuers follow in tls.crt. What clients"
                  + " must trust is its ca.crt or, without one, the root that tls.crt ends with.")
          @Required
          SecretRef secretRef) {}

  /** A certificate that the user keeps in a Secret. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SecretTls(
      @JsonPropertyDescription(
              "A Secret of type kubernetes.io/tls with tls.crt and tls.key, in the namespace of the"
                  + " resource. tls.crt begins with the certificate, and each issuer follows what it"
                  + " signed. A ca.crt is what clients must trust; without one they are expected to"
                  + " trust it already.")
          @Required
          SecretRef secretRef) {}

  /** Certificates from cert-manager. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record CertManagerTls(
      @JsonPropertyDescription("Who signs.") @Required IssuerRef issuerRef) {}

  /** An issuer of cert-manager, or of one of its extensions. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record IssuerRef(
      @JsonPropertyDescription("The name of the issuer.") @Required @Size(min = 1, max = 253)
          String name,
      @JsonPropertyDescription("Issuer, ClusterIssuer, or a kind of an extension.")
          @Default("Issuer")
          @Size(min = 1, max = 63)
          String kind,
      @JsonPropertyDescription("The API group of the kind.")
          @Default("cert-manager.io")
          @Size(min = 1, max = 253)
          String group) {

    public IssuerRef {
      kind = kind == null ? "Issuer" : kind;
      group = group == null ? "cert-manager.io" : group;
    }
  }

  /** The name of a Secret in the namespace of the resource. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SecretRef(
      @JsonPropertyDescription("The name of the Secret.") @Required @Size(min = 1, max = 253)
          String name) {}
}
