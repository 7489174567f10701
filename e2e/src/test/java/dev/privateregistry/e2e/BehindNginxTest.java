package dev.privateregistry.e2e;

import java.nio.file.Files;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Second step of the walk-through: nginx ends TLS in front of the server; with and without {@code
 * proxy_redirect}, and with and without forwarding fields, no push fails with "unknown blob".
 */
@Tag("clients")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BehindNginxTest {
  private static final String CONFIGURATION =
      """
      daemon off;
      user root;
      pid %1$s/nginx.pid;
      error_log %1$s/nginx.error.log;
      events {}
      http {
        access_log off;
        client_body_temp_path %1$s/nginx.body;
        proxy_temp_path %1$s/nginx.proxy;
        ssl_certificate %1$s/tls.crt;
        ssl_certificate_key %1$s/tls.key;
        client_max_body_size 0;
        server {
          listen 8443 ssl;
          server_name docker-registry.itcox.cn;
          location / {
            proxy_pass http://127.0.0.1:5000;
            proxy_set_header Host $http_host;
            proxy_redirect http:// https://;
          }
        }
        server {
          listen 8444 ssl;
          server_name docker-registry.itcox.cn;
          location / {
            proxy_pass http://127.0.0.1:5000;
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-Proto $scheme;
          }
        }
        server {
          listen 8445 ssl;
          server_name docker-registry.itcox.cn;
          location / {
            proxy_pass http://127.0.0.1:5001;
            proxy_set_header Host $http_host;
          }
        }
      }
      """;

  @RegisterExtension static final Sandbox sandbox = new Sandbox();
  private Clients clients;

  @BeforeAll
  void startServers() throws Exception {
    TestAuthority authority = new TestAuthority();
    authority.issue(Sandbox.HOST, sandbox.path("tls.crt"), sandbox.path("tls.key"));
    for (int port : new int[] {8443, 8444, 8445}) {
      sandbox.write(
          "docker/certs.d/" + Sandbox.HOST + ":" + port + "/ca.crt", authority.certificate());
    }
    Files.writeString(
        sandbox.path("nginx.conf"), CONFIGURATION.formatted(sandbox.path("").toString()));
    sandbox.start("nginx", "nginx", "-c", sandbox.path("nginx.conf").toString());
    RegistryProgram.start(sandbox, "http://127.0.0.1:5000", "serve", config(5000, "").toString());
    RegistryProgram.start(
        sandbox,
        "http://127.0.0.1:5001",
        "serve",
        config(5001, "\n  relativeurls: true").toString());
    clients = Clients.start(sandbox);
  }

  private static java.nio.file.Path config(int port, String more) throws java.io.IOException {
    return sandbox.write(
        "config-" + port + ".yml",
        """
        version: 0.1
        storage:
          filesystem:
            rootdirectory: %s
        http:
          addr: :%d%s
        """
            .formatted(sandbox.path("data-" + port), port, more));
  }

  /** 8443 rewrites Location, 8444 forwards the scheme, 8445 does neither: relative Locations. */
  @ParameterizedTest
  @ValueSource(ints = {8443, 8444, 8445})
  void shouldPushAndPullThroughNginx(int port) {
    String image = Sandbox.HOST + ":" + port + "/team/app:1";
    clients.makeImage(image, 20);
    clients.docker("push", image).shouldSucceed().shouldSay("digest: sha256:");
    clients.forget(image);
    clients.docker("pull", image).shouldSucceed().shouldSay("Downloaded newer image");
  }
}
