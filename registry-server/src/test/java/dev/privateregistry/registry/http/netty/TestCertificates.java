package dev.privateregistry.registry.http.netty;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Self-signed certificates for localhost, as PEM text. */
public final class TestCertificates {
  private TestCertificates() {}

  /** A certificate and its key. */
  public record Pair(String certificate, String key, BigInteger serial, KeyPair keys) {
    public void write(Path certificateFile, Path keyFile) throws IOException {
      replace(certificateFile, certificate);
      replace(keyFile, key);
    }
  }

  static void replace(Path file, String content) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.writeString(next, content);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  public static Pair elliptic(long serial) {
    return issue("EC", 256, "SHA256withECDSA", serial, Instant.now().plus(Duration.ofDays(1)));
  }

  static Pair rsa(long serial) {
    return issue("RSA", 2048, "SHA256withRSA", serial, Instant.now().plus(Duration.ofDays(1)));
  }

  static Pair expired(long serial) {
    return issue("EC", 256, "SHA256withECDSA", serial, Instant.now().minus(Duration.ofDays(1)));
  }

  private static Pair issue(
      String algorithm, int bits, String signature, long serial, Instant notAfter) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      KeyPair keys = generator.generateKeyPair();
      X500Name name = new X500Name("CN=localhost");
      var builder =
          new JcaX509v3CertificateBuilder(
              name,
              BigInteger.valueOf(serial),
              Date.from(notAfter.minus(Duration.ofDays(2))),
              Date.from(notAfter),
              name,
              keys.getPublic());
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(
              new GeneralName[] {
                new GeneralName(GeneralName.dNSName, "localhost"),
                new GeneralName(GeneralName.iPAddress, "127.0.0.1")
              }));
      byte[] certificate =
          builder
              .build(new JcaContentSignerBuilder(signature).build(keys.getPrivate()))
              .getEncoded();
      return new Pair(
          pem("CERTIFICATE", certificate),
          pem("PRIVATE KEY", keys.getPrivate().getEncoded()),
          BigInteger.valueOf(serial),
          keys);
    } catch (GeneralSecurityException | OperatorCreationException | IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static String pem(String label, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }

  /**
   * A client context that accepts any certificate: the tests look at the certificate themselves.
   */
  public static SSLContext trustingAll() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trustAll(), null);
      return context;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static TrustManager[] trustAll() {
    return new TrustManager[] {new TrustAll()};
  }

  private static final class TrustAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
