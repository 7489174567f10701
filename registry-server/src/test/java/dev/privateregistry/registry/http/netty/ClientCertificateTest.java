package dev.privateregistry.registry.http.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.http.Handler;
import dev.privateregistry.registry.http.Response;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that show certificates, in the modes of Go's {@code tls.ClientAuthType}. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class ClientCertificateTest {
  private static final TestAuthority OURS = new TestAuthority("ours");
  private static final TestAuthority OTHER = new TestAuthority("other");
  private static final Handler WHO =
      request -> Response.text(200, "text/plain", subject(request.clientCertificate()));

  private static String subject(@Nullable X509Certificate certificate) {
    return certificate == null ? "nobody" : certificate.getSubjectX500Principal().getName();
  }

  @TempDir private Path folder;
  private Path authorities = Path.of("");

  @BeforeEach
  void write() throws IOException {
    authorities = folder.resolve("clients.pem");
    TestCertificates.elliptic(1).write(folder.resolve("tls.crt"), folder.resolve("tls.key"));
    TestCertificates.replace(authorities, OURS.pem());
  }

  private FollowedCertificate open(TlsOptions.Demand demand) throws IOException {
    return FollowedCertificate.open(
        TlsOptions.of(folder.resolve("tls.crt"), folder.resolve("tls.key"))
            .with(new TlsOptions.Clients(List.of(authorities), demand)));
  }

  private static SSLContext client(String kind) {
    return switch (kind) {
      case "none" -> TestCertificates.trustingAll();
      case "valid" -> OURS.client("alice").context();
      case "of another authority" -> OTHER.client("alice").context();
      case "expired" -> OURS.expired("alice").context();
      default -> OURS.forServersOnly("alice").context();
    };
  }

  /** Who the server takes the client for; "refused" when it ends the connection. */
  private static String asked(TestServer server, SSLContext context, String version) {
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.port())) {
      socket.setEnabledProtocols(new String[] {version});
      try (RawClient client = new RawClient(socket)) {
        return client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").answer().body();
      }
    } catch (IOException refused) {
      return "refused";
    }
  }

  @ParameterizedTest
  @CsvSource({
    "REQUEST, none, nobody",
    "REQUEST, valid, nobody",
    "REQUEST, of another authority, nobody",
    "REQUEST, expired, nobody",
    "REQUIRE_ANY, none, refused",
    "REQUIRE_ANY, valid, nobody",
    "REQUIRE_ANY, of another authority, nobody",
    "VERIFY_IF_GIVEN, none, nobody",
    "VERIFY_IF_GIVEN, valid, CN=alice",
    "VERIFY_IF_GIVEN, of another authority, refused",
    "VERIFY_IF_GIVEN, expired, refused",
    "VERIFY_IF_GIVEN, for servers, refused",
    "REQUIRE_AND_VERIFY, none, refused",
    "REQUIRE_AND_VERIFY, valid, CN=alice",
    "REQUIRE_AND_VERIFY, of another authority, refused",
    "REQUIRE_AND_VERIFY, expired, refused",
    "REQUIRE_AND_VERIFY, for servers, refused"
  })
  void shouldDemandWhatTheModeSays(TlsOptions.Demand demand, String certificate, String seenAs)
      throws IOException {
    try (FollowedCertificate tls = open(demand);
        TestServer server = TestServer.start(ServerLimits.defaults(), tls, WHO)) {
      for (String version : List.of("TLSv1.2", "TLSv1.3")) {
        assertEquals(seenAs, asked(server, client(certificate), version), version);
      }
    }
  }

  @Test
  void shouldKnowTheClientAgainOnItsNextConnection() throws IOException {
    SSLContext alice = client("valid");
    try (FollowedCertificate tls = open(TlsOptions.Demand.REQUIRE_AND_VERIFY);
        TestServer server = TestServer.start(ServerLimits.defaults(), tls, WHO)) {
      for (String version : List.of("TLSv1.2", "TLSv1.3", "TLSv1.2", "TLSv1.3")) {
        assertEquals("CN=alice", asked(server, alice, version), version);
      }
    }
  }

  @Test
  void shouldKnowTheClientOfAnHttp2Stream() throws Exception {
    try (FollowedCertificate tls = open(TlsOptions.Demand.REQUIRE_AND_VERIFY);
        TestServer server = TestServer.start(ServerLimits.defaults(), tls, WHO);
        HttpClient alice =
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(client("valid"))
                .build()) {
      var request = HttpRequest.newBuilder(server.uri("/")).build();
      var answer = alice.send(request, BodyHandlers.ofString());
      assertEquals(HttpClient.Version.HTTP_2, answer.version());
      assertEquals("CN=alice", answer.body());
    }
  }

  @Test
  void shouldFollowTheAuthoritiesOnDisk() throws IOException {
    try (FollowedCertificate tls = open(TlsOptions.Demand.REQUIRE_AND_VERIFY);
        TestServer server = TestServer.start(ServerLimits.defaults(), tls, WHO)) {
      SSLContext other = client("of another authority");
      assertEquals("refused", asked(server, other, "TLSv1.3"));

      TestCertificates.replace(authorities, OURS.pem() + OTHER.pem());
      TestServer.eventually("added", () -> asked(server, other, "TLSv1.3").equals("CN=alice"));
      assertEquals("CN=alice", asked(server, client("valid"), "TLSv1.3"));

      TestCertificates.replace(authorities, OTHER.pem());
      TestServer.eventually(
          "removed", () -> asked(server, client("valid"), "TLSv1.3").equals("refused"));
    }
  }

  @Test
  void shouldKeepTheLastGoodAuthorities() throws IOException {
    try (FollowedCertificate tls = open(TlsOptions.Demand.REQUIRE_AND_VERIFY);
        TestServer server = TestServer.start(ServerLimits.defaults(), tls, WHO)) {
      TestCertificates.replace(authorities, "");
      TestServer.eventually("noticed", () -> tls.status().lastError() != null);

      assertTrue(String.valueOf(tls.status().lastError()).startsWith("http.tls.clientcas: "));
      assertEquals("CN=alice", asked(server, client("valid"), "TLSv1.3"));
      assertEquals("refused", asked(server, client("none"), "TLSv1.3"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing", "garbage"})
  void shouldNotStartWithoutUsableAuthorities(String kind) throws IOException {
    if (kind.equals("missing")) {
      Files.delete(authorities);
    } else {
      Files.writeString(authorities, "garbage");
    }

    IOException refused =
        assertThrows(IOException.class, () -> open(TlsOptions.Demand.REQUIRE_AND_VERIFY));

    assertTrue(
        String.valueOf(refused.getMessage()).startsWith("http.tls.clientcas: " + authorities),
        refused.getMessage());
  }
}
