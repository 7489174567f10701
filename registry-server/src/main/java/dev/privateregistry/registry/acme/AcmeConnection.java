package dev.privateregistry.registry.acme;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

/** How the ACME server is reached: TLS that trusts one more authority than the system does. */
final class AcmeConnection extends GenericAcmeProvider {
  private static final String FIELD = "http.tls.letsencrypt.cacertificate: ";

  private final SSLContext trust;

  private AcmeConnection(SSLContext trust) {
    this.trust = trust;
  }

  /**
   * Reads the authority anew.
   *
   * @throws IOException when it cannot be used; the message names the key
   */
  static AcmeConnection trusting(Optional<Path> authority) throws IOException {
    try {
      if (authority.isEmpty()) {
        return new AcmeConnection(SSLContext.getDefault());
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trustManager(store(authority.get()))}, null);
      return new AcmeConnection(context);
    } catch (GeneralSecurityException unusable) {
      throw new IOException(
          FIELD + authority.map(Path::toString).orElse("") + ": " + unusable.getMessage(),
          unusable);
    }
  }

  private static KeyStore store(Path file) throws IOException, GeneralSecurityException {
    KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
    all.load(null, null);
    for (X509Certificate known : trustManager(null).getAcceptedIssuers()) {
      all.setCertificateEntry("system " + all.size(), known);
    }
    byte[] pem;
    try {
      pem = Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new IOException(
          FIELD + file + " cannot be read; put the ACME server's authority there, PEM", unreadable);
    }
    for (Certificate own :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem))) {
      all.setCertificateEntry("own " + all.size(), own);
    }
    return all;
  }

  private static X509TrustManager trustManager(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return (X509TrustManager) factory.getTrustManagers()[0];
  }

  @Override
  public HttpClient createHttpClient(NetworkSettings settings) {
    return HttpClient.newBuilder()
        .followRedirects(HttpClient.Redirect.NORMAL)
        .connectTimeout(settings.getTimeout())
        .sslContext(trust)
        .build();
  }
}
