package dev.privateregistry.operator.tls;

import java.time.Instant;
import java.util.Set;

/**
 * What a certificate says.
 *
 * @param serial its serial number in lower-case hexadecimal
 * @param validity from when to when it is valid
 * @param names its DNS names and IP addresses, in lower case
 * @param key what kind of key it is for
 */
public record CertificateFacts(String serial, Validity validity, Set<String> names, KeyKind key) {

  public CertificateFacts {
    names = Set.copyOf(names);
  }

  /** Whether a client that asks for a host accepts the names: exactly, or by a wildcard label. */
  public boolean covers(String host) {
    int dot = host.indexOf('.');
    return names.contains(host) || (dot > 0 && names.contains("*" + host.substring(dot)));
  }

  /** Whether it is valid at an instant. */
  public boolean validAt(Instant instant) {
    return !instant.isBefore(validity.notBefore()) && instant.isBefore(validity.notAfter());
  }
}
