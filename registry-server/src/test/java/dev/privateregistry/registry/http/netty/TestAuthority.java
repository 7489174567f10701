package dev.privateregistry.registry.http.netty;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** An authority that issues certificates to clients. */
public final class TestAuthority {
  private static final Duration DAY = Duration.ofDays(1);

  private final String name;
  private final KeyPair keys = keys();
  private final X509Certificate certificate;

  public TestAuthority(String name) {
    this.name = "CN=" + name;
    this.certificate = issue(this.name, keys, Instant.now().plus(DAY), null);
  }

  /** A client's certificate and its key. */
  public record Client(X509Certificate certificate, PrivateKey key) {
    /** Accepts any server, and shows the certificate whoever the server asks for. */
    public SSLContext context() {
      try {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
            new KeyManager[] {new Only(certificate, key)}, TestCertificates.trustAll(), null);
        return context;
      } catch (GeneralSecurityException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }

  public Client client(String subject) {
    return client(subject, KeyPurposeId.id_kp_clientAuth, Instant.now().plus(DAY));
  }

  Client expired(String subject) {
    return client(subject, KeyPurposeId.id_kp_clientAuth, Instant.now().minus(DAY));
  }

  Client forServersOnly(String subject) {
    return client(subject, KeyPurposeId.id_kp_serverAuth, Instant.now().plus(DAY));
  }

  private Client client(String subject, KeyPurposeId purpose, Instant notAfter) {
    KeyPair own = keys();
    return new Client(issue("CN=" + subject, own, notAfter, purpose), own.getPrivate());
  }

  public String pem() {
    try {
      return TestCertificates.pem("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private X509Certificate issue(
      String subject, KeyPair own, Instant notAfter, @Nullable KeyPurposeId purpose) {
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              new X500Name(name),
              BigInteger.valueOf(System.nanoTime()),
              Date.from(notAfter.minus(DAY.multipliedBy(2))),
              Date.from(notAfter),
              new X500Name(subject),
              own.getPublic());
      if (purpose == null) {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      } else {
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
      }
      byte[] encoded =
          builder
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
              .getEncoded();
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(encoded));
    } catch (GeneralSecurityException | OperatorCreationException | IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Shows one certificate, whatever the server asks for. */
  private static final class Only extends X509ExtendedKeyManager {
    private static final String ALIAS = "only";
    private final X509Certificate certificate;
    private final PrivateKey key;

    Only(X509Certificate certificate, PrivateKey key) {
      this.certificate = certificate;
      this.key = key;
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return new String[] {ALIAS};
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return ALIAS;
    }

    @Override
    public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
      return ALIAS;
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return new X509Certificate[] {certificate};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return key;
    }
  }
}
