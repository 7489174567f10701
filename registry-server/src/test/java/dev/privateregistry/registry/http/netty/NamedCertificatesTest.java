package dev.privateregistry.registry.http.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A certificate for each name, and proofs for an ACME server (RFC 8737). */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class NamedCertificatesTest {
  @TempDir private Path folder;
  private NamedCertificates certificates = new NamedCertificates(hosts(Path.of("")));

  private static SequencedMap<String, TlsOptions> hosts(Path folder) {
    SequencedMap<String, TlsOptions> hosts = new LinkedHashMap<>();
    for (String host : List.of("first.example", "second.example")) {
      hosts.put(host, TlsOptions.of(folder.resolve(host), folder.resolve(host + ".key")));
    }
    return hosts;
  }

  @BeforeEach
  void open() {
    certificates = new NamedCertificates(hosts(folder));
  }

  @AfterEach
  void close() {
    certificates.close();
  }

  private void issue(String host, long serial) throws IOException {
    TestCertificates.elliptic(serial).write(folder.resolve(host), folder.resolve(host + ".key"));
    certificates.follow(host);
  }

  private TestServer start() throws IOException {
    return TestServer.start(ServerLimits.defaults(), certificates, Answers.now("hi"));
  }

  private static SSLSocket connect(TestServer server, @Nullable String name, String... protocols)
      throws IOException {
    SSLSocket socket =
        (SSLSocket)
            TestCertificates.trustingAll()
                .getSocketFactory()
                .createSocket("127.0.0.1", server.port());
    SSLParameters parameters = socket.getSSLParameters();
    if (name != null) {
      parameters.setServerNames(List.of(new SNIHostName(name)));
    }
    parameters.setApplicationProtocols(protocols);
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static BigInteger serial(TestServer server, @Nullable String name) throws IOException {
    try (RawClient client = new RawClient(connect(server, name))) {
      assertEquals("hi", client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").answer().body());
      X509Certificate served =
          (X509Certificate) ((SSLSocket) client.socket()).getSession().getPeerCertificates()[0];
      return served.getSerialNumber();
    }
  }

  @ParameterizedTest
  @CsvSource({"first.example,1", "second.example,2", "SECOND.example,2", "other.example,1", ",1"})
  void shouldServeTheCertificateOfTheNameOrTheFirst(@Nullable String name, long serial)
      throws IOException {
    issue("first.example", 1);
    issue("second.example", 2);
    try (TestServer server = start()) {
      assertEquals(BigInteger.valueOf(serial), serial(server, name));
      assertEquals(Optional.of("1"), certificates.inForce().map(TlsStatus::serial));
    }
  }

  @Test
  void shouldTurnClientsAwayUntilThereIsACertificate() throws IOException {
    try (TestServer server = start()) {
      assertEquals(Optional.empty(), certificates.inForce());
      SSLHandshakeException refused =
          assertThrows(SSLHandshakeException.class, () -> serial(server, "second.example"));
      assertTrue(String.valueOf(refused.getMessage()).contains("unrecognized_name"));

      issue("second.example", 2);
      assertEquals(BigInteger.valueOf(2), serial(server, "second.example"));
      assertThrows(SSLHandshakeException.class, () -> serial(server, "first.example"));
    }
  }

  @Test
  void shouldFollowWhatIsRenewed() throws IOException {
    issue("first.example", 1);
    try (TestServer server = start();
        RawClient before = new RawClient(connect(server, "first.example"))) {
      assertEquals("hi", before.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").answer().body());

      issue("first.example", 3);

      TestServer.eventually(
          "renewed", () -> certificates.inForce().map(TlsStatus::serial).equals(Optional.of("3")));
      assertEquals(BigInteger.valueOf(3), serial(server, "first.example"));
      assertEquals("hi", before.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").answer().body());
    }
  }

  @Test
  void shouldProveANameToAnAcmeServerAndNothingElse() throws Exception {
    issue("first.example", 1);
    TestCertificates.Pair proof = TestCertificates.elliptic(77);
    try (TestServer server = start()) {
      certificates.prove("second.example", certificate(proof), proof.keys().getPrivate());
      try (SSLSocket socket = connect(server, "second.example", NamedCertificates.PROOF_PROTOCOL)) {
        socket.startHandshake();
        assertEquals(NamedCertificates.PROOF_PROTOCOL, socket.getApplicationProtocol());
        assertEquals(
            BigInteger.valueOf(77),
            ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber());
        assertEquals(-1, socket.getInputStream().read());
      }
      assertThrows(
          SSLHandshakeException.class, () -> prove(server, "first.example"), "not asked for");
      assertEquals(BigInteger.ONE, serial(server, "first.example"));

      certificates.proved("second.example");
      assertThrows(SSLHandshakeException.class, () -> prove(server, "second.example"), "over");
    }
  }

  private static void prove(TestServer server, String name) throws IOException {
    try (SSLSocket socket = connect(server, name, NamedCertificates.PROOF_PROTOCOL)) {
      socket.startHandshake();
    }
  }

  private static X509Certificate certificate(TestCertificates.Pair pair) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(pair.certificate().getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void shouldSayWhatIsWrongOnAPortThatSpeaksTls() throws IOException {
    try (TestServer server = start();
        RawClient client = server.connect()) {
      String answer = client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").rest();
      assertTrue(answer.startsWith("HTTP/1.0 400 "), answer);
    }
  }
}
