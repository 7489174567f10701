package dev.privateregistry.registry.acme;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * The folder that keeps the account's key and the certificates, in the form of Go's autocert, whose
 * folder distribution keeps: {@code acme_account+key}, and for each host a file of its name with
 * the private key and then the chain, PEM. Only its owner may read it.
 */
public final class CertificateCache {
  private static final String ACCOUNT = "acme_account+key";
  private static final String FIRST_CERTIFICATE = "-----BEGIN CERTIFICATE-----";
  private static final String FIELD = "http.tls.letsencrypt.cachefile: ";

  private final Path folder;

  private CertificateCache(Path folder) {
    this.folder = folder;
  }

  /**
   * The cache in this folder, which is made when something is stored.
   *
   * @throws IOException when it cannot be used; the message names the key and the remedy
   */
  public static CertificateCache open(Path folder) throws IOException {
    Path existing = folder.toAbsolutePath();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    if (!Files.isDirectory(existing)) {
      throw new IOException(
          FIELD + existing + " is a file; name a folder (what the file holds is not used on)");
    }
    if (!Files.isReadable(existing) || !Files.isWritable(existing)) {
      throw new IOException(
          FIELD + existing + " must be readable and writable for this user; change its owner");
    }
    return new CertificateCache(folder);
  }

  /** The file of a host; key and chain are both in it. */
  public Path file(String host) {
    return folder.resolve(host);
  }

  /** The certificate and its intermediates; empty when there is none that can be read. */
  Optional<List<X509Certificate>> chain(String host) {
    try {
      String text = Files.readString(file(host), StandardCharsets.ISO_8859_1);
      int first = text.indexOf(FIRST_CERTIFICATE);
      return first < 0 ? Optional.empty() : Optional.of(certificates(text.substring(first)));
    } catch (IOException | GeneralSecurityException unreadable) {
      return Optional.empty();
    }
  }

  private static List<X509Certificate> certificates(String pem) throws GeneralSecurityException {
    List<X509Certificate> chain = new ArrayList<>();
    for (var certificate :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)))) {
      chain.add((X509Certificate) certificate);
    }
    return chain;
  }

  /** Stores what was issued in place of what was there, at once and for good. */
  void store(String host, Authority.Issued issued) throws IOException {
    StringWriter text = new StringWriter();
    try (PemWriter pem = new PemWriter(text)) {
      pem.writeObject(block(issued.keys()));
      for (X509Certificate certificate : issued.chain()) {
        pem.writeObject(new PemObject("CERTIFICATE", certificate.getEncoded()));
      }
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
    write(file(host), text.toString());
  }

  /**
   * The account's key; empty when there is none yet.
   *
   * @throws IOException when it is unreadable; the message names the file and the remedy
   */
  Optional<KeyPair> knownAccountKey() throws IOException {
    Path file = folder.resolve(ACCOUNT);
    try (PEMParser parser = new PEMParser(new StringReader(Files.readString(file)))) {
      if (parser.readObject() instanceof PEMKeyPair pair && pair.getPublicKeyInfo() != null) {
        return Optional.of(new JcaPEMKeyConverter().getKeyPair(pair));
      }
      throw new IOException("it holds no key pair");
    } catch (NoSuchFileException first) {
      return Optional.empty();
    } catch (IOException broken) {
      throw new IOException(
          FIELD
              + "the account's key in %s cannot be used (%s); put it back, or remove it to register"
                  .formatted(file, reason(broken))
              + " anew",
          broken);
    }
  }

  /** The account's key, made when there is none. */
  KeyPair accountKey() throws IOException {
    Optional<KeyPair> known = knownAccountKey();
    if (known.isPresent()) {
      return known.get();
    }
    KeyPair made = newKeys();
    StringWriter text = new StringWriter();
    try (PemWriter pem = new PemWriter(text)) {
      pem.writeObject(block(made));
    }
    write(folder.resolve(ACCOUNT), text.toString());
    return made;
  }

  /** Keys for an account or a certificate: P-256. */
  static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  /** SEC 1 with the public key, as Go writes it. */
  private static PemObject block(KeyPair keys) throws IOException {
    var publicBits = SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
    var key =
        new org.bouncycastle.asn1.sec.ECPrivateKey(
            256,
            ((ECPrivateKey) keys.getPrivate()).getS(),
            publicBits.getPublicKeyData(),
            SECObjectIdentifiers.secp256r1);
    return new PemObject("EC PRIVATE KEY", key.getEncoded());
  }

  private void write(Path file, String text) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path next = folder.resolve(file.getFileName() + "+next");
    Files.deleteIfExists(next);
    try (FileChannel out =
        FileChannel.open(
            next,
            Set.copyOf(EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
