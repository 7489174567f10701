package dev.privateregistry.registry.http.netty;

import io.netty.channel.Channel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Asks clients for certificates.
 *
 * @param authorities what their certificates must lead to, where they are verified
 */
record ClientTrust(TlsOptions.Demand demand, List<X509Certificate> authorities) {
  private static final AttributeKey<X509Certificate> VERIFIED =
      AttributeKey.valueOf(ClientTrust.class, "verified");

  ClientTrust {
    authorities = List.copyOf(authorities);
  }

  void apply(SslContextBuilder context) {
    context.clientAuth(demand.isRequired() ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL);
    if (demand.isVerified()) {
      context.trustManager(authorities);
    } else {
      context.trustManager(new Unverified(authorities));
    }
  }

  /** Notes on a connection whose handshake is done who the client has proved to be. */
  void remember(Channel connection, SslHandler tls) {
    if (demand.isVerified()) {
      connection.attr(VERIFIED).set(certificate(tls));
    }
  }

  private static @Nullable X509Certificate certificate(SslHandler tls) {
    try {
      Certificate[] chain = tls.engine().getSession().getPeerCertificates();
      return chain.length > 0 && chain[0] instanceof X509Certificate leaf ? leaf : null;
    } catch (SSLPeerUnverifiedException none) {
      return null;
    }
  }

  /** The certificate that the client has proved to own, or null. */
  static @Nullable X509Certificate verified(Channel connection) {
    return connection.attr(VERIFIED).get();
  }

  /** Takes any certificate: it says nothing about who the client is. */
  private record Unverified(List<X509Certificate> authorities) implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) {
      throw new IllegalStateException("a server does not verify servers");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return authorities.toArray(new X509Certificate[0]);
    }
  }
}
