package dev.privateregistry.registry.app;

import static dev.privateregistry.registry.app.RunningServer.as;
import static dev.privateregistry.registry.app.RunningServer.write;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.privateregistry.registry.auth.HtpasswdLine;
import dev.privateregistry.registry.http.netty.TestAuthority;
import dev.privateregistry.registry.http.netty.TestCertificates;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientCertificateLoginTest {
  private static final String UPLOADS = "/v2/team/app/blobs/uploads/";
  private static final String TAGS = "/v2/team/app/tags/list";
  private static final TestAuthority AUTHORITY = new TestAuthority("clients");
  private static final SSLContext NONE = TestCertificates.trustingAll();
  private static final SSLContext ALICE = AUTHORITY.client("alice").context();

  @TempDir Path folder;

  @BeforeEach
  void publish() throws Exception {
    TestCertificates.elliptic(1).write(folder.resolve("tls.crt"), folder.resolve("tls.key"));
    write(folder.resolve("clients.pem"), AUTHORITY.pem());
    write(folder.resolve("htpasswd"), HtpasswdLine.make("bob", "b", 4) + "\n");
  }

  @Test
  void shouldLetWhoHasACertificateInAndNobodyElse() throws Exception {
    try (RunningServer running = start("")) {
      assertEquals(200, get(running, ALICE, "/v2/"));
      assertEquals(202, post(running, ALICE, UPLOADS));
      assertEquals(403, post(running, NONE, UPLOADS));
      assertEquals(403, get(running, NONE, TAGS));
    }
  }

  @Test
  void shouldLetAnybodyPullBesideCertificates() throws Exception {
    try (RunningServer running = start("  anonymous: [pull]\n")) {
      assertEquals(200, get(running, NONE, "/v2/"));
      assertEquals(404, get(running, NONE, TAGS));
      assertEquals(403, post(running, NONE, UPLOADS));
      assertEquals(202, post(running, ALICE, UPLOADS));
    }
  }

  @Test
  void shouldTakeThePasswordBeforeTheCertificate() throws Exception {
    String rules =
        """
          rules:
          - {users: [alice], repositories: ["team/**"], actions: [pull]}
          - {users: [bob], repositories: ["team/**"], actions: [pull, push]}
        auth: {htpasswd: {realm: team, path: %s}}
        """
            .formatted(folder.resolve("htpasswd"));
    try (RunningServer running = start(rules)) {
      assertEquals(200, get(running, ALICE, "/v2/"));
      assertEquals(404, get(running, ALICE, TAGS));
      assertEquals(403, post(running, ALICE, UPLOADS));
      assertEquals(202, post(running, ALICE, UPLOADS, as("bob", "b")));
      assertEquals(401, post(running, ALICE, UPLOADS, as("bob", "wrong")));
      assertEquals(202, post(running, NONE, UPLOADS, as("bob", "b")));
      assertEquals(401, get(running, NONE, "/v2/"));
    }
  }

  private RunningServer start(String more) throws StartFailure {
    return RunningServer.start(
        folder,
        """
        http:
          tls:
            certificate: %s
            key: %s
            clientcas: [%s]
            clientauth: verify-client-cert-if-given
        access:
          clientcert: {username: cn}
        """
                .formatted(
                    folder.resolve("tls.crt"),
                    folder.resolve("tls.key"),
                    folder.resolve("clients.pem"))
            + more);
  }

  private static int get(RunningServer running, SSLContext client, String path) throws Exception {
    return send(running, client, "GET", path);
  }

  private static int post(RunningServer running, SSLContext client, String path, String... headers)
      throws Exception {
    return send(running, client, "POST", path, headers);
  }

  private static int send(
      RunningServer running, SSLContext client, String method, String path, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(running.url(path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    try (HttpClient http = HttpClient.newBuilder().sslContext(client).build()) {
      return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }
}
