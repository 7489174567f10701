package dev.privateregistry.registry.http.netty;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;

/** Reads a certificate and its key from their files, and makes a TLS context of them. */
final class TlsFiles {
  private static final long LARGEST_FILE = 1024 * 1024;

  private final TlsOptions options;

  TlsFiles(TlsOptions options) {
    this.options = options;
  }

  /** What the two files hold. */
  record Content(String certificate, String key, String fingerprint) {}

  Path certificate() {
    return options.certificate();
  }

  Content read() throws IOException {
    String certificate = read(options.certificate(), "http.tls.certificate");
    String key = read(options.key(), "http.tls.key");
    return new Content(certificate, key, fingerprint(certificate, key));
  }

  private static String read(Path file, String field) throws IOException {
    try {
      if (Files.size(file) > LARGEST_FILE) {
        throw new IOException(field + ": " + file + " is too large for a PEM file");
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException missing) {
      throw new IOException(
          field + ": " + file + " does not exist; create it, or correct the path", missing);
    } catch (AccessDeniedException denied) {
      throw new IOException(
          field + ": " + file + " cannot be read; give this user read permission", denied);
    }
  }

  private static String fingerprint(String certificate, String key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(certificate.getBytes(StandardCharsets.ISO_8859_1));
      digest.update((byte) 0);
      digest.update(key.getBytes(StandardCharsets.ISO_8859_1));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  CertificatePair pair(Content content) throws IOException {
    CertificatePair pair = new CertificatePair(chain(content), key(content));
    if (!pair.matches()) {
      throw new IOException(
          "http.tls.key: the private key in %s does not belong to the first certificate in %s; put the matching pair there, the server's certificate before its intermediates"
              .formatted(options.key(), options.certificate()));
    }
    return pair;
  }

  private List<X509Certificate> chain(Content content) throws IOException {
    try {
      return new PemText(content.certificate()).certificates();
    } catch (GeneralSecurityException broken) {
      throw new IOException(
          "http.tls.certificate: %s is not a usable certificate: %s; put a PEM certificate there"
              .formatted(options.certificate(), broken.getMessage()),
          broken);
    }
  }

  private PrivateKey key(Content content) throws IOException {
    try {
      return new PemText(content.key()).privateKey();
    } catch (GeneralSecurityException broken) {
      throw new IOException(
          "http.tls.key: %s is not a usable private key: %s; put a PEM key without passphrase there"
              .formatted(options.key(), broken.getMessage()),
          broken);
    }
  }

  SslContext context(CertificatePair pair) throws IOException {
    SslProvider provider = OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;
    List<String> protocols =
        options.http2()
            ? List.of(ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1)
            : List.of(ApplicationProtocolNames.HTTP_1_1);
    return SslContextBuilder.forServer(pair.key(), pair.chain())
        .sslProvider(provider)
        .protocols(options.minimum().protocols())
        .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
        .applicationProtocolConfig(
            new ApplicationProtocolConfig(
                Protocol.ALPN,
                SelectorFailureBehavior.NO_ADVERTISE,
                SelectedListenerFailureBehavior.ACCEPT,
                protocols))
        .build();
  }
}
