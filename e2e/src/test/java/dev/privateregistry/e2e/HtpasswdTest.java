package dev.privateregistry.e2e;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Third step of the walk-through: config.yml with htpasswd, {@code docker login}. */
@Tag("clients")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HtpasswdTest {
  private static final String REGISTRY = Sandbox.HOST + ":5000";
  private static final String CONFIGURATION =
      """
      version: 0.1
      log:
        fields:
          service: registry
      storage:
        cache:
          blobdescriptor: inmemory
        filesystem:
          rootdirectory: /var/lib/registry
      http:
        addr: :5000
        headers:
          X-Content-Type-Options: [nosniff]
      auth:
        htpasswd:
          realm: basic-realm
          path: %s
      health:
        storagedriver:
          enabled: true
          interval: 10s
          threshold: 3
      """;

  @RegisterExtension static final Sandbox sandbox = new Sandbox();
  private Clients clients;

  @BeforeAll
  void startServer() throws Exception {
    String ours = RegistryProgram.run(sandbox, "htpasswd", "ours", "s3cret-ours").output();
    String apache =
        sandbox.run("htpasswd", "-Bbn", "apache", "s3cret-apache").shouldSucceed().output();
    sandbox.write("auth/htpasswd", ours + apache);
    sandbox.write("config.yml", CONFIGURATION.formatted(sandbox.path("auth/htpasswd")));
    RegistryProgram.start(
        sandbox, "http://127.0.0.1:5000", "serve", sandbox.path("config.yml").toString());
    clients = Clients.start(sandbox, REGISTRY);
  }

  @BeforeEach
  void logOut() {
    clients.docker("logout", REGISTRY);
  }

  @ParameterizedTest
  @CsvSource({"ours, s3cret-ours", "apache, s3cret-apache"})
  void shouldAskDockerForALogin(String user, String password) {
    String image = REGISTRY + "/" + user + "/app:1";
    clients.makeImage(image, 2);
    clients.docker("push", image).shouldFailWith("no basic auth credentials");
    clients.docker("pull", image).shouldFailWith("no basic auth credentials");
    clients.docker("login", "-u", user, "-p", "wrong", REGISTRY).shouldFailWith("401 Unauthorized");
    clients
        .docker("login", "-u", user, "-p", password, REGISTRY)
        .shouldSucceed()
        .shouldSay("Login Succeeded");
    clients.docker("push", image).shouldSucceed();
    clients.forget(image);
    clients.docker("pull", image).shouldSucceed().shouldSay("Downloaded newer image");
  }

  @ParameterizedTest
  @CsvSource({"ours, s3cret-ours", "apache, s3cret-apache"})
  void shouldServeTheOtherClientsWithCredentials(String user, String password) {
    String image = REGISTRY + "/" + user + "/others:1";
    String credentials = user + ":" + password;
    clients.makeImage(image, 1);
    clients.docker("login", "-u", user, "-p", password, REGISTRY).shouldSucceed();
    clients.docker("push", image).shouldSucceed();
    clients
        .skopeo("inspect", "--no-creds", "--tls-verify=false", "docker://" + image)
        .shouldFailWith("unauthorized");
    clients
        .skopeo("inspect", "--creds", credentials, "--tls-verify=false", "docker://" + image)
        .shouldSucceed();
    clients.podman("pull", "--creds", credentials, "--tls-verify=false", image).shouldSucceed();
    clients.ctr("images", "pull", "--plain-http", "--user", credentials, image).shouldSucceed();
    clients.ctr("images", "rm", image).shouldSucceed();
    clients.ctr("images", "pull", "--plain-http", image).shouldFailWith("401");
  }
}
