package dev.privateregistry.local.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HTTPHeader;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Asks a container over HTTP or TCP. As with kubelet, a status of 200 to 399 is success, and a
 * certificate is not verified: a probe asks whether the server answers, not who it is.
 */
final class Prober {
  private final HttpClient http;

  Prober() {
    try {
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(null, new TrustManager[] {new TrustsAnybody()}, new SecureRandom());
      this.http =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .sslContext(tls)
              .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no TLS", e);
    }
  }

  /** Returns normally when the probe succeeds; the exception's message says why it did not. */
  void probe(Probe probe, Container container, String podIp, Duration timeout)
      throws IOException, InterruptedException {
    if (probe.getHttpGet() != null) {
      get(probe.getHttpGet(), container, podIp, timeout);
    } else if (probe.getTcpSocket() != null) {
      try (Socket socket = new Socket()) {
        int port = port(probe.getTcpSocket().getPort(), container);
        socket.connect(new InetSocketAddress(podIp, port), Math.toIntExact(timeout.toMillis()));
      }
    } else {
      throw new IOException("this node knows httpGet and tcpSocket probes only");
    }
  }

  private void get(HTTPGetAction action, Container container, String podIp, Duration timeout)
      throws IOException, InterruptedException {
    String scheme = "HTTPS".equals(action.getScheme()) ? "https" : "http";
    String host = action.getHost() == null || action.getHost().isEmpty() ? podIp : action.getHost();
    String path = action.getPath() == null ? "/" : action.getPath();
    URI uri = URI.create(scheme + "://" + host + ":" + port(action.getPort(), container) + path);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(timeout);
    request.setHeader("User-Agent", "kube-probe/1.34");
    for (HTTPHeader header : action.getHttpHeaders()) {
      request.setHeader(header.getName(), header.getValue());
    }
    int status = http.send(request.build(), BodyHandlers.discarding()).statusCode();
    if (status < 200 || status >= 400) {
      throw new IOException("HTTP probe failed with statuscode: " + status);
    }
  }

  private static int port(IntOrString port, Container container) throws IOException {
    if (port.getIntVal() != null) {
      return port.getIntVal();
    }
    return container.getPorts().stream()
        .filter(named -> port.getStrVal().equals(named.getName()))
        .map(ContainerPort::getContainerPort)
        .findFirst()
        .orElseThrow(() -> new IOException("the container has no port '" + port.getStrVal() + "'"));
  }

  private static final class TrustsAnybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
