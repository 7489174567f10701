package dev.privateregistry.registry.http.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates: loaded, replaced, refused; and what is not TLS on a TLS port. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class TlsTest {
  @TempDir private Path folder;
  private Path certificate = Path.of("");
  private Path key = Path.of("");

  @BeforeEach
  void write() throws IOException {
    certificate = folder.resolve("tls.crt");
    key = folder.resolve("tls.key");
    TestCertificates.elliptic(0xabc1).write(certificate, key);
  }

  private FollowedCertificate open() throws IOException {
    return FollowedCertificate.open(TlsOptions.of(certificate, key));
  }

  private static TestServer start(FollowedCertificate tls) throws IOException {
    return TestServer.start(ServerLimits.defaults(), tls, Answers.now("hi"));
  }

  private static SSLSocket connect(TestServer server) throws IOException {
    return (SSLSocket)
        TestCertificates.trustingAll().getSocketFactory().createSocket("127.0.0.1", server.port());
  }

  private static BigInteger serialServed(TestServer server) {
    try (SSLSocket socket = connect(server)) {
      socket.startHandshake();
      return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Test
  void shouldServeANewCertificateAndKeepOpenConnections() throws IOException {
    try (FollowedCertificate tls = open();
        TestServer server = start(tls);
        RawClient before = new RawClient(connect(server))) {
      assertEquals("hi", before.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").answer().body());
      assertEquals(BigInteger.valueOf(0xabc1), serialServed(server));
      assertEquals("abc1", tls.status().serial());
      String fingerprint = tls.status().fingerprint();

      TestCertificates.rsa(0xabc2).write(certificate, key);

      TestServer.eventually("reloaded", () -> tls.status().serial().equals("abc2"));
      assertEquals(BigInteger.valueOf(0xabc2), serialServed(server));
      assertNotEquals(fingerprint, tls.status().fingerprint());
      assertNull(tls.status().lastError());
      assertEquals("hi", before.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").answer().body());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"other key", "garbage", "empty", "missing"})
  void shouldKeepTheLastGoodPairAndSayWhy(String kind) throws IOException {
    try (FollowedCertificate tls = open();
        TestServer server = start(tls)) {
      switch (kind) {
        case "other key" -> TestCertificates.replace(key, TestCertificates.elliptic(9).key());
        case "garbage" -> TestCertificates.replace(key, "-----BEGIN PRIVATE KEY-----\nAAAA");
        case "empty" -> TestCertificates.replace(key, "");
        default -> Files.delete(key);
      }
      TestServer.eventually("noticed", () -> tls.status().lastError() != null);
      assertTrue(String.valueOf(tls.status().lastError()).contains("http.tls.key"));
      assertEquals("abc1", tls.status().serial());
      assertEquals(BigInteger.valueOf(0xabc1), serialServed(server));

      TestCertificates.elliptic(0xabc3).write(certificate, key);

      TestServer.eventually("recovered", () -> tls.status().serial().equals("abc3"));
      assertNull(tls.status().lastError());
    }
  }

  @Test
  void shouldUnderstandEveryKeyFormOfOpenssl() throws IOException {
    var rsa = TestCertificates.rsa(1);
    byte[] pkcs1 =
        PrivateKeyInfo.getInstance(rsa.keys().getPrivate().getEncoded())
            .parsePrivateKey()
            .toASN1Primitive()
            .getEncoded();
    TestCertificates.replace(certificate, "text before\n" + rsa.certificate());
    TestCertificates.replace(key, TestCertificates.pem("RSA PRIVATE KEY", pkcs1));
    try (FollowedCertificate tls = open()) {
      assertEquals("1", tls.status().serial());
    }
    var elliptic = TestCertificates.elliptic(2);
    PrivateKeyInfo info = PrivateKeyInfo.getInstance(elliptic.keys().getPrivate().getEncoded());
    var bare = ECPrivateKey.getInstance(info.parsePrivateKey());
    byte[] sec1 =
        new ECPrivateKey(256, bare.getKey(), info.getPrivateKeyAlgorithm().getParameters())
            .getEncoded();
    TestCertificates.replace(certificate, elliptic.certificate());
    TestCertificates.replace(key, TestCertificates.pem("EC PRIVATE KEY", sec1));
    try (FollowedCertificate tls = open()) {
      assertEquals("2", tls.status().serial());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"other key", "garbage", "encrypted", "missing", "no certificate"})
  void shouldRefuseToStartWithABadPairAndNameTheFile(String kind) throws IOException {
    switch (kind) {
      case "other key" -> TestCertificates.replace(key, TestCertificates.rsa(9).key());
      case "garbage" -> TestCertificates.replace(key, "garbage");
      case "encrypted" ->
          TestCertificates.replace(key, TestCertificates.pem("ENCRYPTED PRIVATE KEY", new byte[9]));
      case "missing" -> Files.delete(key);
      default -> TestCertificates.replace(certificate, Files.readString(key));
    }
    IOException refused = assertThrows(IOException.class, this::open);
    String message = String.valueOf(refused.getMessage());
    Path named = kind.equals("no certificate") ? certificate : key;
    assertTrue(message.contains(named.toString()), message);
    assertTrue(message.startsWith("http.tls."), message);
  }

  @Test
  void shouldServeAnExpiredCertificateForTheOperatorToSee() throws IOException {
    TestCertificates.expired(5).write(certificate, key);
    try (FollowedCertificate tls = open();
        TestServer server = start(tls)) {
      assertEquals(BigInteger.valueOf(5), serialServed(server));
      assertNull(tls.status().lastError());
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldKeepTheOldestVersionAllowed(TlsOptions.Version minimum) throws IOException {
    try (FollowedCertificate tls =
            FollowedCertificate.open(
                TlsOptions.of(certificate, key)
                    .with(new TlsOptions.Protocols(minimum, List.of(), true)));
        TestServer server = start(tls);
        SSLSocket socket = connect(server)) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      if (minimum == TlsOptions.Version.TLS_1_2) {
        socket.startHandshake();
        assertEquals("TLSv1.2", socket.getSession().getProtocol());
      } else {
        assertThrows(IOException.class, socket::startHandshake);
      }
    }
  }

  @Test
  void shouldAnswerPlainHttpInPlainWords() throws IOException {
    try (FollowedCertificate tls = open();
        TestServer server = start(tls);
        RawClient client = server.connect()) {
      String answer = client.send("GET /v2/ HTTP/1.1\r\nHost: x\r\n\r\n").rest();
      assertTrue(answer.startsWith("HTTP/1.0 400 Bad Request\r\n"), answer);
      assertTrue(answer.endsWith("Client sent an HTTP request to an HTTPS server.\n"), answer);
    }
  }

  /** Docker and containerd fall back to plain http when they see that HTTP is what is spoken. */
  @Test
  void shouldAnswerATlsHelloOnThePlainPortInHttp() throws IOException {
    try (TestServer server = TestServer.start(Answers.now("hi"));
        RawClient client = server.connect()) {
      String answer = client.send("\u0016\u0003\u0001\u0000\u0005\u0001").rest();
      assertTrue(answer.startsWith("HTTP/1.1 400 Bad Request\r\n"), answer);
      assertTrue(answer.contains("Client sent an HTTPS request to an HTTP server"), answer);
    }
  }

  @Test
  void shouldGiveUpOnAHandshakeThatDoesNotHappen() throws IOException {
    Timeouts hasty = HastyTimeouts.handshake(Duration.ofMillis(150));
    try (FollowedCertificate tls = open();
        TestServer server =
            TestServer.start(ServerLimits.defaults().with(hasty), tls, Answers.now("hi"));
        RawClient silent = server.connect();
        RawClient stuck = server.connect()) {
      stuck.send("\u0016\u0003\u0001");
      assertTrue(silent.isClosedByServer());
      assertTrue(stuck.isClosedByServer());
    }
  }
}
