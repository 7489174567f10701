package dev.privateregistry.operator.acme;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

/** How the ACME server is reached: TLS that trusts more authorities than the system does. */
final class AcmeConnection extends GenericAcmeProvider {
  private final SSLContext trust;

  private AcmeConnection(SSLContext trust) {
    this.trust = trust;
  }

  /**
   * Trusts these as well.
   *
   * @param authorities PEM certificates; "" for none
   */
  static AcmeConnection trusting(String authorities) throws IOException {
    try {
      if (authorities.isEmpty()) {
        return new AcmeConnection(SSLContext.getDefault());
      }
      KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
      all.load(null, null);
      for (X509Certificate known : trustManager(null).getAcceptedIssuers()) {
        all.setCertificateEntry("system " + all.size(), known);
      }
      for (Certificate own :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(authorities.getBytes(StandardCharsets.US_ASCII)))) {
        all.setCertificateEntry("own " + all.size(), own);
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trustManager(all)}, null);
      return new AcmeConnection(context);
    } catch (GeneralSecurityException unusable) {
      throw new IOException("caBundle cannot be used: " + unusable.getMessage(), unusable);
    }
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
