package dev.privateregistry.operator.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Issues and reads certificates with ECDSA and RSA keys; reads those of others whatever their key.
 */
public final class BouncyCastlePki implements Pki {

  /** The longest common name (RFC 5280, appendix A, ub-common-name). */
  private static final int LONGEST_COMMON_NAME = 64;

  private static final String RSA = "RSA";

  /** The bit of a key usage that says so. */
  private static final int KEY_CERT_SIGN = 5;

  private final SecureRandom random = new SecureRandom();

  @Override
  public KeyedCertificate authority(String commonName, Validity validity) {
    KeyPair keys = newKeys(KeyKind.P256);
    X500Name name = name(commonName);
    try {
      X509v3CertificateBuilder builder = builder(name, name, validity, keys.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      return sign(builder, keys.getPrivate(), keys.getPrivate());
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("cannot make a CA certificate", e);
    }
  }

  @Override
  public KeyedCertificate server(KeyedCertificate authority, LeafRequest request) {
    X509Certificate issuer =
        first(authority.certificate())
            .orElseThrow(() -> new IllegalArgumentException("the CA certificate is unreadable"));
    PrivateKey issuerKey =
        Pem.privateKey(authority.key())
            .orElseThrow(() -> new IllegalArgumentException("the CA key is unreadable"));
    try {
      KeyPair keys = keys(request);
      JcaX509CertificateHolder holder = new JcaX509CertificateHolder(issuer);
      X509v3CertificateBuilder builder =
          builder(
              holder.getSubject(),
              name(request.names().getFirst()),
              request.validity(),
              keys.getPublic());
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(holder));
      describeServer(builder, request);
      return sign(builder, issuerKey, keys.getPrivate());
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalArgumentException("the CA cannot sign: " + e.getMessage(), e);
    }
  }

  private KeyPair keys(LeafRequest request) throws GeneralSecurityException {
    KeyedCertificate kept = request.kept();
    if (kept == null) {
      return newKeys(request.key());
    }
    return first(kept.certificate())
        .flatMap(
            certificate ->
                Pem.privateKey(kept.key()).map(key -> new KeyPair(certificate.getPublicKey(), key)))
        .orElseThrow(() -> new GeneralSecurityException("the key to go on with is unreadable"));
  }

  /** RSA keys may also receive a key: TLS 1.2 without ephemeral keys asks for that. */
  private static void describeServer(X509v3CertificateBuilder builder, LeafRequest request)
      throws IOException {
    int usage =
        request.key().algorithm().equals(RSA)
            ? KeyUsage.digitalSignature | KeyUsage.keyEncipherment
            : KeyUsage.digitalSignature;
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    GeneralName[] alternatives =
        request.names().stream()
            .map(name -> new GeneralName(GeneralName.dNSName, name))
            .toArray(GeneralName[]::new);
    builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
  }

  @Override
  public String newKey() {
    return KeyPairs.next();
  }

  @Override
  public Optional<CertificateFacts> read(String certificate) {
    return first(certificate).flatMap(BouncyCastlePki::facts);
  }

  private static Optional<CertificateFacts> facts(X509Certificate certificate) {
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      Set<String> names =
          alternatives == null
              ? Set.of()
              : alternatives.stream()
                  .map(name -> name.get(1))
                  .filter(String.class::isInstance)
                  .map(name -> ((String) name).toLowerCase(Locale.ROOT))
                  .collect(Collectors.toSet());
      Validity validity =
          new Validity(
              certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
      return Optional.of(
          new CertificateFacts(
              certificate.getSerialNumber().toString(16),
              validity,
              names,
              kind(certificate.getPublicKey())));
    } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  private static KeyKind kind(PublicKey key) {
    return switch (key) {
      case RSAKey rsa -> new KeyKind(RSA, rsa.getModulus().bitLength());
      case ECKey ec -> new KeyKind("EC", ec.getParams().getCurve().getField().getFieldSize());
      default -> new KeyKind(key.getAlgorithm(), 0);
    };
  }

  @Override
  public Set<String> split(String bundle) {
    return Pem.certificates(bundle).stream()
        .map(Pem::write)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  @Override
  public boolean matches(KeyedCertificate pair) {
    Optional<X509Certificate> certificate = first(pair.certificate());
    Optional<PrivateKey> key = Pem.privateKey(pair.key());
    if (certificate.isEmpty() || key.isEmpty()) {
      return false;
    }
    String algorithm = signatureOf(key.get());
    byte[] probe = "probe".getBytes(StandardCharsets.US_ASCII);
    try {
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(key.get());
      signer.update(probe);
      byte[] signature = signer.sign();
      signer.initVerify(certificate.get().getPublicKey());
      signer.update(probe);
      return signer.verify(signature);
    } catch (GeneralSecurityException doNotBelongTogether) {
      return false;
    }
  }

  @Override
  public boolean signed(String authority, String certificate) {
    Optional<X509Certificate> issuer = first(authority);
    Optional<X509Certificate> subject = first(certificate);
    if (issuer.isEmpty() || subject.isEmpty()) {
      return false;
    }
    try {
      subject.get().verify(issuer.get().getPublicKey());
      return subject.get().getIssuerX500Principal().equals(issuer.get().getSubjectX500Principal());
    } catch (GeneralSecurityException signedByAnother) {
      return false;
    }
  }

  /** RFC 5280, sections 4.2.1.3 and 4.2.1.9; a key usage that is not there allows everything. */
  @Override
  public Optional<String> cannotSign(String chain) {
    List<X509Certificate> authorities = Pem.certificates(chain);
    for (int below = 0; below < authorities.size(); below++) {
      X509Certificate authority = authorities.get(below);
      boolean[] usage = authority.getKeyUsage();
      int allowed = authority.getBasicConstraints();
      if (allowed < 0) {
        return Optional.of(named(authority) + " is not the certificate of a CA");
      }
      if (usage != null && !usage[KEY_CERT_SIGN]) {
        return Optional.of(named(authority) + " may not sign certificates by its key usage");
      }
      if (allowed < below) {
        return Optional.of(named(authority) + " allows only " + allowed + " CAs below it");
      }
    }
    return Optional.empty();
  }

  private static String named(X509Certificate certificate) {
    return "'" + certificate.getSubjectX500Principal().getName() + "'";
  }

  private static Optional<X509Certificate> first(String text) {
    return Pem.certificates(text).stream().findFirst();
  }

  private KeyPair newKeys(KeyKind kind) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(kind.algorithm());
      if (kind.algorithm().equals(RSA)) {
        generator.initialize(kind.bits(), random);
      } else {
        generator.initialize(new ECGenParameterSpec("secp" + kind.bits() + "r1"), random);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no keys of " + kind, e);
    }
  }

  private static X500Name name(String commonName) {
    String short64 =
        commonName.length() <= LONGEST_COMMON_NAME ? commonName : "private registry server";
    return new X500NameBuilder().addRDN(BCStyle.CN, short64).build();
  }

  private X509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, Validity validity, PublicKey key)
      throws IOException, GeneralSecurityException {
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            issuer,
            serial(),
            Date.from(validity.notBefore()),
            Date.from(validity.notAfter()),
            subject,
            SubjectPublicKeyInfo.getInstance(key.getEncoded()));
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
    return builder;
  }

  /** 127 random bits, positive and never zero (RFC 5280, section 4.1.2.2). */
  private BigInteger serial() {
    return new BigInteger(126, random).setBit(126);
  }

  private static KeyedCertificate sign(
      X509v3CertificateBuilder builder, PrivateKey issuer, PrivateKey key)
      throws OperatorCreationException, IOException {
    byte[] certificate =
        builder.build(new JcaContentSignerBuilder(signatureOf(issuer)).build(issuer)).getEncoded();
    return new KeyedCertificate(Pem.write("CERTIFICATE", certificate), Pem.write(key));
  }

  private static String signatureOf(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "EC", "ECDSA" -> "SHA256withECDSA";
      case "Ed25519", "EdDSA" -> "Ed25519";
      default -> "SHA256withRSA";
    };
  }
}
