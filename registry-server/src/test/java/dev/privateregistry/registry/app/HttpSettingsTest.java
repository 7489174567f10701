package dev.privateregistry.registry.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.config.ConfigReader;
import dev.privateregistry.registry.http.netty.TestAuthority;
import dev.privateregistry.registry.http.netty.TestCertificates;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The section {@code http} of config.yml, wired. */
@Timeout(60)
class HttpSettingsTest {
  private static final String DIGEST =
      "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

  @TempDir private Path folder;

  @Test
  void shouldServeBelowAPrefix() throws Exception {
    try (RunningServer server = RunningServer.start(folder, "http: {prefix: /team/registry/}")) {
      assertEquals(404, server.get("/v2/").statusCode());
      assertEquals(200, server.get("/").statusCode());
      assertEquals(200, server.get("/team/registry/v2/").statusCode());

      HttpResponse<byte[]> started =
          server.send("POST", "/team/registry/v2/a/blobs/uploads/", BodyPublishers.noBody());
      String upload = started.headers().firstValue("Location").orElseThrow();
      HttpResponse<byte[]> stored =
          server.send("PUT", upload + "&digest=" + DIGEST, BodyPublishers.ofString("hello"));

      assertEquals(201, stored.statusCode());
      String blob = stored.headers().firstValue("Location").orElseThrow();
      assertTrue(blob.endsWith("/team/registry/v2/a/blobs/" + DIGEST), blob);
      assertEquals("hello", RunningServer.text(server.get(blob)));
      String metrics = RunningServer.text(server.debug("/metrics"));
      assertTrue(metrics.contains("handler=\"blob_upload\""), metrics);
    }
  }

  @Test
  void shouldListenOnASocketFile() throws Exception {
    Path socket = folder.resolve("registry.sock");
    String config =
        """
        version: 0.1
        log: {accesslog: {disabled: true}}
        storage: {inmemory: {}}
        http: {net: unix, addr: %s}
        """
            .formatted(socket);

    try (RegistryServer server =
        RegistryServer.start(
            ConfigReader.read(config, Map.of()).configuration(), "c0ffee", "test")) {
      assertFalse(server.status().draining());
      assertTrue(Files.exists(socket));
    }
    assertFalse(Files.exists(socket));
  }

  @Test
  void shouldLetInOnlyClientsWhoseCertificateItKnows() throws Exception {
    TestAuthority authority = new TestAuthority("team");
    Path certificate = folder.resolve("tls.crt");
    Path key = folder.resolve("tls.key");
    TestCertificates.elliptic(7).write(certificate, key);
    Path clients = Files.writeString(folder.resolve("clients.pem"), authority.pem());
    String tls =
        "http: {tls: {certificate: %s, key: %s, clientcas: [%s]}}"
            .formatted(certificate, key, clients);

    try (RunningServer server = RunningServer.start(folder, tls)) {
      assertEquals(200, get(server, authority.client("alice").context()));
      assertThrows(IOException.class, () -> get(server, TestCertificates.trustingAll()));
    }
  }

  private static int get(RunningServer server, SSLContext context)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
      return client
          .send(HttpRequest.newBuilder(server.url("/v2/")).build(), BodyHandlers.discarding())
          .statusCode();
    }
  }
}
