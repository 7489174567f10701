package dev.privateregistry.registry.http.netty;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a server proves who it is, and whether clients must.
 *
 * @param certificate PEM file with the certificate, then its intermediates
 * @param key PEM file with the private key, not encrypted: PKCS#8, PKCS#1 or SEC 1
 * @param clients what clients are asked for; nothing when empty
 * @param protocols what is spoken
 */
public record TlsOptions(
    Path certificate, Path key, Optional<Clients> clients, Protocols protocols) {

  /** Protocol versions that may be the oldest one accepted. */
  public enum Version {
    TLS_1_2("TLSv1.2", "TLSv1.3"),
    TLS_1_3("TLSv1.3");

    private final List<String> protocols;

    Version(String... protocols) {
      this.protocols = List.of(protocols);
    }

    List<String> protocols() {
      return protocols;
    }
  }

  /**
   * What is spoken.
   *
   * @param minimum the oldest protocol version accepted
   * @param ciphers suites of TLS 1.2 by IANA name; a good choice when empty
   * @param http2 whether HTTP/2 is offered beside HTTP/1.1
   */
  public record Protocols(Version minimum, List<String> ciphers, boolean http2) {
    public static final Protocols DEFAULT = new Protocols(Version.TLS_1_2, List.of(), true);

    public Protocols {
      ciphers = List.copyOf(ciphers);
    }
  }

  /**
   * What clients are asked for.
   *
   * @param authorities PEM files with the certificates that theirs must lead to
   */
  public record Clients(List<Path> authorities, Demand demand) {
    public Clients {
      authorities = List.copyOf(authorities);
      if (authorities.isEmpty()) {
        throw new IllegalArgumentException("client certificates need an authority");
      }
    }
  }

  /** How much a client's certificate matters, as in Go's {@code tls.ClientAuthType}. */
  public enum Demand {
    /** Asked for, and not looked at. */
    REQUEST(false, false),
    /** There must be one, whoever issued it. */
    REQUIRE_ANY(true, false),
    /** There may be none; one that is given must be valid. */
    VERIFY_IF_GIVEN(false, true),
    /** There must be a valid one. */
    REQUIRE_AND_VERIFY(true, true);

    private final boolean required;
    private final boolean verified;

    Demand(boolean required, boolean verified) {
      this.required = required;
      this.verified = verified;
    }

    boolean isRequired() {
      return required;
    }

    boolean isVerified() {
      return verified;
    }
  }

  /** TLS 1.2 and 1.3, HTTP/2 and HTTP/1.1; clients are not asked for certificates. */
  public static TlsOptions of(Path certificate, Path key) {
    return new TlsOptions(certificate, key, Optional.empty(), Protocols.DEFAULT);
  }

  public TlsOptions with(Protocols other) {
    return new TlsOptions(certificate, key, clients, other);
  }

  public TlsOptions with(Clients other) {
    return new TlsOptions(certificate, key, Optional.of(other), protocols);
  }
}
