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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Reads a certificate, its key and the authorities of clients from their files, and makes a TLS
 * context of them.
 */
final class TlsFiles {
  private static final long LARGEST_FILE = 1024 * 1024;
  private static final List<String> TLS_1_3_CIPHERS =
      List.of("TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256");

  private final TlsOptions options;

  TlsFiles(TlsOptions options) {
    this.options = options;
  }

  /**
   * What the files hold.
   *
   * @param authorities in the order of {@code http.tls.clientcas}
   */
  record Content(String certificate, String key, List<String> authorities) {
    Content {
      authorities = List.copyOf(authorities);
    }

    String fingerprint() {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        List<String> all = new ArrayList<>(authorities);
        all.addAll(List.of(key, certificate));
        for (String part : all) {
          digest.update(part.getBytes(StandardCharsets.ISO_8859_1));
          digest.update((byte) 0);
        }
        return HexFormat.of().formatHex(digest.digest());
      } catch (NoSuchAlgorithmException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }

  Path certificate() {
    return options.certificate();
  }

  Content read() throws IOException {
    String certificate = read(options.certificate(), "http.tls.certificate");
    String key = read(options.key(), "http.tls.key");
    List<String> authorities = new ArrayList<>();
    for (Path file : options.clients().map(TlsOptions.Clients::authorities).orElse(List.of())) {
      authorities.add(read(file, "http.tls.clientcas"));
    }
    return new Content(certificate, key, authorities);
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
    return certificates("http.tls.certificate", options.certificate(), content.certificate());
  }

  /** What clients are asked for, if they are. */
  Optional<ClientTrust> trust(Content content) throws IOException {
    if (options.clients().isEmpty()) {
      return Optional.empty();
    }
    TlsOptions.Clients clients = options.clients().get();
    List<X509Certificate> authorities = new ArrayList<>();
    for (int i = 0; i < clients.authorities().size(); i++) {
      authorities.addAll(
          certificates(
              "http.tls.clientcas", clients.authorities().get(i), content.authorities().get(i)));
    }
    return Optional.of(new ClientTrust(clients.demand(), authorities));
  }

  private static List<X509Certificate> certificates(String field, Path file, String pem)
      throws IOException {
    try {
      return new PemText(pem).certificates();
    } catch (GeneralSecurityException broken) {
      throw new IOException(
          "%s: %s is not a usable certificate: %s; put a PEM certificate there"
              .formatted(field, file, broken.getMessage()),
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

  SslContext context(CertificatePair pair, Optional<ClientTrust> clients) throws IOException {
    SslProvider provider = OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;
    SslContextBuilder context =
        SslContextBuilder.forServer(pair.key(), pair.chain())
            .sslProvider(provider)
            .protocols(options.protocols().minimum().protocols())
            .ciphers(ciphers(), SupportedCipherSuiteFilter.INSTANCE)
            .applicationProtocolConfig(
                new ApplicationProtocolConfig(
                    Protocol.ALPN,
                    SelectorFailureBehavior.NO_ADVERTISE,
                    SelectedListenerFailureBehavior.ACCEPT,
                    applicationProtocols()));
    clients.ifPresent(trust -> trust.apply(context));
    return context.build();
  }

  private List<String> applicationProtocols() {
    return options.protocols().http2()
        ? List.of(ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1)
        : List.of(ApplicationProtocolNames.HTTP_1_1);
  }

  /** As in Go, a choice is one of TLS 1.2 suites: those of TLS 1.3 are always there. */
  private List<String> ciphers() {
    List<String> chosen = options.protocols().ciphers();
    if (chosen.isEmpty()) {
      return Http2SecurityUtil.CIPHERS;
    }
    List<String> all = new ArrayList<>(TLS_1_3_CIPHERS);
    chosen.stream().filter(name -> !all.contains(name)).forEach(all::add);
    return all;
  }
}
