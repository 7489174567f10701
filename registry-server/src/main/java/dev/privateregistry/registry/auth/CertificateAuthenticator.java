package dev.privateregistry.registry.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.privateregistry.registry.http.Request;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Users by the certificate of their connection, which the transport has verified. */
public final class CertificateAuthenticator implements Authenticator {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateAuthenticator.class);
  private static final int LONGEST = 256;

  private final Name part;
  private final Cache<X509Certificate, Identification> known =
      Caffeine.newBuilder().weakKeys().build();

  /** The part of a certificate that is the name of its user. */
  public enum Name {
    /** The common name of the subject. */
    COMMON_NAME(0),
    /** The alternative name of this kind (RFC 5280, section 4.2.1.6). */
    EMAIL(1),
    DNS(2),
    URI(6);

    private final int tag;

    Name(int tag) {
      this.tag = tag;
    }
  }

  public CertificateAuthenticator(Name part) {
    this.part = part;
  }

  @Override
  public Identification identifyNow(Request request) {
    X509Certificate certificate = request.clientCertificate();
    return certificate == null ? Identification.NOBODY : known.get(certificate, this::identify);
  }

  @Override
  public Identification identify(Request request) {
    return identifyNow(request);
  }

  /** A certificate with no such name, or with several, names nobody. */
  private Identification identify(X509Certificate certificate) {
    List<String> names =
        part == Name.COMMON_NAME ? commonNames(certificate) : alternativeNames(certificate);
    String name = names.size() == 1 ? names.getFirst() : "";
    if (name.isEmpty()
        || name.length() > LONGEST
        || name.chars().anyMatch(Character::isISOControl)) {
      LOG.warn(
          "the client certificate with serial {} names no user: it has {} names of kind {}",
          certificate.getSerialNumber().toString(16),
          names.size(),
          part);
      return Identification.NOBODY;
    }
    return Identification.Known.as(new Principal.User(name), Identification.Scope.ALL);
  }

  private static List<String> commonNames(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    X500Name subject = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    for (RDN part : subject.getRDNs(BCStyle.CN)) {
      for (AttributeTypeAndValue attribute : part.getTypesAndValues()) {
        if (attribute.getType().equals(BCStyle.CN)
            && attribute.getValue() instanceof ASN1String text) {
          names.add(text.getString());
        }
      }
    }
    return names;
  }

  private List<String> alternativeNames(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> entries = certificate.getSubjectAlternativeNames();
      for (List<?> entry : entries == null ? List.<List<?>>of() : entries) {
        if (entry.get(0) instanceof Integer tag
            && tag == part.tag
            && entry.get(1) instanceof String text) {
          names.add(text);
        }
      }
    } catch (CertificateParsingException e) {
      return List.of();
    }
    return names;
  }
}
