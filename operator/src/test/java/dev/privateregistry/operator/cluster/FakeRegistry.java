package dev.privateregistry.operator.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.HexFormat;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.jspecify.annotations.Nullable;

/** What an operator sees of a registry: its status endpoint and its TLS handshake. */
public final class FakeRegistry implements AutoCloseable {
  private static final char[] NO_PASSWORD = new char[0];

  private final InetAddress address;
  private final HttpServer status;
  private final ServerSocket tls;
  private volatile byte @Nullable [] htpasswd;
  private volatile byte @Nullable [] config;
  private volatile byte @Nullable [] accessRules;
  private volatile String certificate = "";
  private volatile @Nullable SSLContext context;

  /**
   * @param address a loopback address, for example 127.0.0.2
   */
  FakeRegistry(String address) throws IOException {
    this.address = InetAddress.getByName(address);
    status = HttpServer.create(new InetSocketAddress(this.address, 0), 0);
    status.createContext("/status", this::answer);
    status.start();
    tls = new ServerSocket(0, 50, this.address);
    Thread.ofVirtual().start(this::accept);
  }

  String address() {
    return address.getHostAddress();
  }

  int statusPort() {
    return status.getAddress().getPort();
  }

  int tlsPort() {
    return tls.getLocalPort();
  }

  void htpasswd(byte[] content) {
    htpasswd = content;
  }

  /** The configuration and the access rules; null for a file that is not there. */
  void config(byte @Nullable [] configuration, byte @Nullable [] rules) {
    config = configuration;
    accessRules = rules;
  }

  /** Whether the loaded htpasswd file lets the user in. */
  public boolean accepts(String user, String password) {
    byte[] content = htpasswd;
    return content != null
        && new String(content, StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.startsWith(user + ":"))
            .anyMatch(
                line ->
                    OpenBSDBCrypt.checkPassword(
                        line.substring(user.length() + 1), password.toCharArray()));
  }

  /** The chain that is served; empty when there is none. */
  public String certificate() {
    return certificate;
  }

  void certificate(String chain, String key) {
    if (chain.equals(certificate)) {
      return;
    }
    try {
      context = context(chain, key);
      certificate = chain;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("the operator wrote a certificate that is none", e);
    }
  }

  @Override
  public void close() throws IOException {
    status.stop(0);
    tls.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body =
        """
        {"version": "1.0.0", "htpasswd": %s, "accessRules": %s, "config": %s}
        """
            .formatted(file(htpasswd), file(accessRules), file(config))
            .getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static String file(byte @Nullable [] content) {
    return content == null
        ? "null"
        : "{\"fingerprint\": \"" + sha256(content) + "\", \"error\": null}";
  }

  private void accept() {
    while (!tls.isClosed()) {
      try {
        Socket socket = tls.accept();
        Thread.ofVirtual().start(() -> handshake(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void handshake(Socket socket) {
    SSLContext current = context;
    try (socket) {
      if (current != null) {
        SSLSocket secured =
            (SSLSocket) current.getSocketFactory().createSocket(socket, null, 0, true);
        secured.setUseClientMode(false);
        secured.startHandshake();
        secured.getInputStream().read();
      }
    } catch (IOException gone) {
      // the client has seen what it wanted
    }
  }

  private static SSLContext context(String chain, String key)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    Certificate[] certificates =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(chain.getBytes(StandardCharsets.UTF_8)))
            .toArray(Certificate[]::new);
    byte[] encoded = Base64.getMimeDecoder().decode(key.replaceAll("-----[A-Z ]+-----", ""));
    store.setKeyEntry(
        "key",
        new JcaPEMKeyConverter().getPrivateKey(PrivateKeyInfo.getInstance(encoded)),
        NO_PASSWORD,
        certificates);
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, NO_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
