package dev.privateregistry.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Certificates from an ACME server (RFC 8555), such as Let's Encrypt. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "self.termsOfServiceAgreed",
    message =
        "read the terms of service of the ACME server, and agree to them with"
            + " termsOfServiceAgreed: true",
    fieldPath = ".termsOfServiceAgreed")
public record AcmeSpec(
    @JsonPropertyDescription("The directory URL of the ACME server. Default: Let's Encrypt.")
        @Default(AcmeSpec.LETS_ENCRYPT)
        @Pattern("^https://[^ ]+$")
        @Size(max = 512)
        String server,
    @JsonPropertyDescription("Where the ACME server may reach you.")
        @Required
        @Pattern("^[^ @]+@[^ @]+$")
        @Size(max = 254)
        String email,
    @JsonPropertyDescription("Whether you agree to the terms of service of the ACME server.")
        @Required
        boolean termsOfServiceAgreed,
    @JsonPropertyDescription(
            "For a private ACME server: PEM certificates of the CAs that certify the server itself"
                + " and what it issues. Clients are told to trust them in the ConfigMap"
                + " <name>-ca. Without it nothing is published, as clients trust a public CA"
                + " already.")
        @Size(max = 65536)
        @Nullable String caBundle,
    @JsonPropertyDescription(
            "The names in the certificate; one must cover the host. A wildcard is written"
                + " *.example.com. Default: the host.")
        @Size(max = 100)
        List<@Pattern(AcmeSpec.NAME_PATTERN) @Size(max = 253) String> dnsNames,
    @JsonPropertyDescription("Proves the names by records in the DNS.") @Required Dns01 dns01) {

  static final String LETS_ENCRYPT = "https://acme-v02.api.letsencrypt.org/directory";

  static final String NAME_PATTERN =
      "^(\\*\\.)?[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$";

  public AcmeSpec {
    server = server == null ? LETS_ENCRYPT : server;
    dnsNames = dnsNames == null ? List.of() : List.copyOf(dnsNames);
  }

  /** Whether a certificate for the names is one for this host. */
  public boolean covers(String host) {
    int dot = host.indexOf('.');
    return dnsNames.contains(host) || (dot > 0 && dnsNames.contains("*" + host.substring(dot)));
  }

  /** The challenge DNS-01. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Dns01(
      @JsonPropertyDescription(
              "Dynamic updates (RFC 2136), as BIND, Knot, PowerDNS and others take them.")
          @Required
          Rfc2136 rfc2136) {}

  /** Dynamic updates of a zone. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Rfc2136(
      @JsonPropertyDescription("The zone's primary server: host, or host:port. Default port: 53.")
          @Required
          @Pattern("^[A-Za-z0-9.:_-]+$")
          @Size(max = 260)
          String nameserver,
      @JsonPropertyDescription(
              "The zone to update. Default: found at the name server, from the name upwards.")
          @Pattern("^[A-Za-z0-9._-]+$")
          @Size(max = 253)
          @Nullable String zone,
      @JsonPropertyDescription("The name of the TSIG key.")
          @Required
          @Pattern("^[A-Za-z0-9._-]+$")
          @Size(max = 253)
          String tsigKeyName,
      @JsonPropertyDescription("The algorithm of the TSIG key.") @Default("HMACSHA256")
          TsigAlgorithm tsigAlgorithm,
      @JsonPropertyDescription("Where the TSIG key is, in base64 as tsig-keygen prints it.")
          @Required
          SecretKeyRef tsigSecretRef) {

    public Rfc2136 {
      tsigAlgorithm = tsigAlgorithm == null ? TsigAlgorithm.HMACSHA256 : tsigAlgorithm;
    }
  }

  /** Algorithms of RFC 8945 that are not broken. */
  public enum TsigAlgorithm {
    HMACSHA256("hmac-sha256"),
    HMACSHA384("hmac-sha384"),
    HMACSHA512("hmac-sha512");

    private final String text;

    TsigAlgorithm(String text) {
      this.text = text;
    }

    /** The name in the DNS. */
    public String text() {
      return text;
    }
  }

  /** A key of a Secret in the namespace of the resource. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SecretKeyRef(
      @JsonPropertyDescription("The name of the Secret.") @Required @Size(min = 1, max = 253)
          String name,
      @JsonPropertyDescription("The key in it.")
          @Default("secret")
          @Pattern("^[-._a-zA-Z0-9]+$")
          @Size(max = 253)
          @JsonProperty(defaultValue = "secret")
          String key) {

    public SecretKeyRef {
      key = key == null ? "secret" : key;
    }
  }
}
