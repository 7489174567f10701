package dev.privateregistry.registry.auth.token;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertPathValidator;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that vouch for keys of token servers: with their own keys, and for the chain of
 * certificates that a token brings along.
 *
 * @param byId the certificates' own keys by every id that token servers use for them
 */
public record RootCertificates(List<X509Certificate> certificates, Map<String, TrustedKey> byId) {
  public static final RootCertificates NONE = new RootCertificates(List.of(), Map.of());

  public RootCertificates {
    certificates = List.copyOf(certificates);
    byId = Map.copyOf(byId);
  }

  /**
   * Reads a PEM bundle.
   *
   * @throws IllegalArgumentException when there is no certificate in it, or one cannot be used
   */
  public static RootCertificates parse(byte[] bundle) {
    Collection<? extends Certificate> found;
    try {
      found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bundle));
    } catch (CertificateException e) {
      throw new IllegalArgumentException("it is not a bundle of PEM certificates", e);
    }
    List<X509Certificate> certificates = new ArrayList<>();
    Map<String, TrustedKey> byId = new LinkedHashMap<>();
    for (Certificate each : found) {
      if (each instanceof X509Certificate certificate) {
        certificates.add(certificate);
        TrustedKey key = new TrustedKey(certificate.getPublicKey(), null);
        KeyIds.of(key.key()).forEach(id -> byId.put(id, key));
      }
    }
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException("it holds no certificate; put PEM certificates there");
    }
    return new RootCertificates(certificates, byId);
  }

  /** The key of the first certificate, if a root vouches for the chain at that time; else null. */
  @Nullable PublicKey keyOf(List<X509Certificate> chain, Instant now) {
    X509Certificate leaf = chain.getFirst();
    try {
      if (certificates.contains(leaf)) {
        leaf.checkValidity(Date.from(now));
        return leaf.getPublicKey();
      }
      List<X509Certificate> path =
          chain.stream().filter(certificate -> !certificates.contains(certificate)).toList();
      PKIXParameters parameters = new PKIXParameters(anchors());
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
      return leaf.getPublicKey();
    } catch (GeneralSecurityException e) {
      return null;
    }
  }

  private Set<TrustAnchor> anchors() {
    return certificates.stream()
        .map(certificate -> new TrustAnchor(certificate, null))
        .collect(Collectors.toSet());
  }
}
