package dev.privateregistry.registry.acme;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates that only have to have a lifetime. */
final class TestKeys {
  private static final KeyPair KEYS = CertificateCache.newKeys();

  private TestKeys() {}

  static X509Certificate certificate(String host, Instant from, Instant to) {
    X500Name name = new X500Name("CN=" + host);
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(
              new JcaX509v3CertificateBuilder(
                      name,
                      BigInteger.valueOf(from.getEpochSecond()),
                      Date.from(from),
                      Date.from(to),
                      name,
                      KEYS.getPublic())
                  .build(new JcaContentSignerBuilder("SHA256withECDSA").build(KEYS.getPrivate())));
    } catch (GeneralSecurityException | OperatorCreationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static Authority.Issued issued(String host, Instant from, Instant to) {
    return new Authority.Issued(KEYS, List.of(certificate(host, from, to)));
  }
}
