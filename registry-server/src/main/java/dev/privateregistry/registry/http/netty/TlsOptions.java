package dev.privateregistry.registry.http.netty;

import java.nio.file.Path;
import java.util.List;

/**
 * How a server proves who it is.
 *
 * @param certificate PEM file with the certificate, then its intermediates
 * @param key PEM file with the private key, not encrypted: PKCS#8, PKCS#1 or SEC 1
 * @param minimum the oldest protocol version accepted
 * @param http2 whether HTTP/2 is offered beside HTTP/1.1
 */
public record TlsOptions(Path certificate, Path key, Version minimum, boolean http2) {
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

  /** TLS 1.2 and 1.3, HTTP/2 and HTTP/1.1. */
  public static TlsOptions of(Path certificate, Path key) {
    return new TlsOptions(certificate, key, Version.TLS_1_2, true);
  }
}
