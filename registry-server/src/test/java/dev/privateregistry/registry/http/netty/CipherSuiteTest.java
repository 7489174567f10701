package dev.privateregistry.registry.http.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The choice of suites, {@code http.tls.ciphersuites}. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class CipherSuiteTest {
  private static final String CHOSEN = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    TestCertificates.elliptic(1).write(folder.resolve("tls.crt"), folder.resolve("tls.key"));
  }

  private FollowedCertificate open(String suite) throws IOException {
    return FollowedCertificate.open(
        TlsOptions.of(folder.resolve("tls.crt"), folder.resolve("tls.key"))
            .with(new TlsOptions.Protocols(TlsOptions.Version.TLS_1_2, List.of(suite), true)));
  }

  private static String agreed(TestServer server, String version, String... suites)
      throws IOException {
    try (SSLSocket socket =
        (SSLSocket)
            TestCertificates.trustingAll()
                .getSocketFactory()
                .createSocket("127.0.0.1", server.port())) {
      socket.setEnabledProtocols(new String[] {version});
      socket.setEnabledCipherSuites(suites);
      socket.startHandshake();
      return socket.getSession().getCipherSuite();
    }
  }

  @Test
  void shouldOfferTheChosenSuitesOfTls12Only() throws IOException {
    String other = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
    try (FollowedCertificate tls = open(CHOSEN);
        TestServer server = TestServer.start(ServerLimits.defaults(), tls, Answers.now("hi"))) {
      assertEquals(CHOSEN, agreed(server, "TLSv1.2", other, CHOSEN));
      assertThrows(IOException.class, () -> agreed(server, "TLSv1.2", other));
    }
  }

  @Test
  void shouldAlwaysOfferThoseOfTls13() throws IOException {
    String modern = "TLS_AES_256_GCM_SHA384";
    try (FollowedCertificate tls = open(CHOSEN);
        TestServer server = TestServer.start(ServerLimits.defaults(), tls, Answers.now("hi"))) {
      assertEquals(modern, agreed(server, "TLSv1.3", modern));
    }
  }
}
