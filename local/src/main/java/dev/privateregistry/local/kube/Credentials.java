package dev.privateregistry.local.kube;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.jspecify.annotations.Nullable;

/**
 * What the server and its one user show each other: a certificate for 127.0.0.1 and a token.
 * kubectl sends no token over plain http.
 */
final class Credentials {
  private static final Duration LIFETIME = Duration.ofDays(3650);
  private static final int TOKEN_BYTES = 32;
  private static final char[] NO_PASSWORD = new char[0];

  private final String token;
  private final PrivateKey key;
  private final X509Certificate certificate;

  private Credentials(String token, PrivateKey key, X509Certificate certificate) {
    this.token = token;
    this.key = key;
    this.certificate = certificate;
  }

  /** Those of an earlier start when they are in the folder, new ones otherwise. */
  static Credentials in(@Nullable Path directory, Clock clock) throws IOException {
    try {
      if (directory == null) {
        return create(clock);
      }
      Path file = directory.resolve("credentials.pem");
      if (Files.exists(file)) {
        return read(file);
      }
      Credentials created = create(clock);
      write(file, created.pem());
      return created;
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("cannot make the API server's certificate: " + e.getMessage(), e);
    }
  }

  private static Credentials create(Clock clock)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    SecureRandom random = new SecureRandom();
    byte[] token = new byte[TOKEN_BYTES];
    random.nextBytes(token);
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    KeyPair keys = generator.generateKeyPair();
    return new Credentials(
        Base64.getUrlEncoder().withoutPadding().encodeToString(token),
        keys.getPrivate(),
        certificate(keys, random, clock.instant()));
  }

  private static X509Certificate certificate(KeyPair keys, SecureRandom random, Instant now)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    X500Name name = new X500Name("CN=embedded-kubernetes");
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(120, random),
            Date.from(now.minus(Duration.ofHours(1))),
            Date.from(now.plus(LIFETIME)),
            name,
            keys.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(
            new GeneralName[] {
              new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
              new GeneralName(GeneralName.dNSName, "localhost")
            }));
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
  }

  private static Credentials read(Path file) throws IOException, GeneralSecurityException {
    byte[] token = null;
    PrivateKey key = null;
    X509Certificate certificate = null;
    try (PEMParser parser = new PEMParser(new StringReader(Files.readString(file)))) {
      for (PemObject part = parser.readPemObject(); part != null; part = parser.readPemObject()) {
        byte[] content = part.getContent();
        switch (part.getType()) {
          case "TOKEN" -> token = content;
          case "PRIVATE KEY" ->
              key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(content));
          case "CERTIFICATE" ->
              certificate =
                  new JcaX509CertificateConverter()
                      .getCertificate(new X509CertificateHolder(content));
          default -> {}
        }
      }
    }
    if (token == null || key == null || certificate == null) {
      throw new IOException(file + " is incomplete: delete it, and the next start makes a new one");
    }
    return new Credentials(new String(token, StandardCharsets.US_ASCII), key, certificate);
  }

  private static void write(Path file, String pem) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, pem);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private String pem() throws IOException, GeneralSecurityException {
    return pem("TOKEN", token.getBytes(StandardCharsets.US_ASCII))
        + pem("PRIVATE KEY", key.getEncoded())
        + certificatePem();
  }

  private static String pem(String type, byte[] content) throws IOException {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(type, content));
    }
    return text.toString();
  }

  String token() {
    return token;
  }

  /** What a client must trust. */
  String certificatePem() throws IOException {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  SSLContext tls() throws IOException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      store.setKeyEntry("server", key, NO_PASSWORD, new X509Certificate[] {certificate});
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot use the API server's certificate: " + e.getMessage(), e);
    }
  }
}
