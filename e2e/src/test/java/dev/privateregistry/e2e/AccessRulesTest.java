package dev.privateregistry.e2e;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Access rules as real clients meet them: a team, a reader, a stranger, somebody else. */
@Tag("clients")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AccessRulesTest {
  private static final String REGISTRY = Sandbox.HOST + ":5000";
  private static final String PLAIN = "--tls-verify=false";
  private static final String CONFIGURATION =
      """
      version: 0.1
      storage:
        filesystem:
          rootdirectory: /var/lib/registry
      http:
        addr: :5000
      auth:
        htpasswd:
          realm: team
          path: %s
      access:
        groups:
          developers: [dev]
        rules:
        - groups: [developers]
          repositories: ["team/**", "public/**"]
          actions: [pull, push]
        - users: [reader]
          repositories: ["team/**"]
          actions: [pull]
        - users: [solo]
          repositories: ["solo/**"]
          actions: [pull, push]
        - anonymous: true
          repositories: ["public/**"]
          actions: [pull]
      """;

  @RegisterExtension static final Sandbox sandbox = new Sandbox();
  private Clients clients;

  @BeforeAll
  void startServer() throws Exception {
    StringBuilder users = new StringBuilder();
    for (String user : new String[] {"dev", "reader", "solo"}) {
      users.append(RegistryProgram.run(sandbox, "htpasswd", user, "pw-" + user).output());
    }
    sandbox.write("auth/htpasswd", users.toString());
    sandbox.write("config.yml", CONFIGURATION.formatted(sandbox.path("auth/htpasswd")));
    RegistryProgram.start(
        sandbox, "http://127.0.0.1:5000", "serve", sandbox.path("config.yml").toString());
    clients = Clients.start(sandbox, REGISTRY);
  }

  @BeforeEach
  void logOut() {
    clients.docker("logout", REGISTRY);
  }

  @Test
  void shouldHoldEveryClientToTheRules() {
    String image = push("team/app:1");

    logIn("reader");
    clients.forget(image);
    clients.docker("pull", image).shouldSucceed();
    clients.docker("push", image).shouldFailWith("denied");
    clients
        .skopeo(
            "copy",
            "--src-tls-verify=false",
            "--src-creds",
            "reader:pw-reader",
            "--dest-tls-verify=false",
            "--dest-creds",
            "reader:pw-reader",
            "docker://" + image,
            "docker://" + REGISTRY + "/team/copy:1")
        .shouldFailWith("denied");
    clients.podman("pull", "--creds", "reader:pw-reader", PLAIN, image).shouldSucceed();
    clients.podman("pull", "--creds", "solo:pw-solo", PLAIN, image).shouldFailWith("denied");
    clients
        .ctr("images", "pull", "--plain-http", "--user", "reader:pw-reader", image)
        .shouldSucceed();
    clients.ctr("images", "rm", image).shouldSucceed();
    clients
        .ctr("images", "pull", "--plain-http", "--user", "solo:pw-solo", image)
        .shouldFailWith("403");
  }

  @Test
  void shouldLetStrangersPullWhatIsPublicAndNothingElse() {
    String open = push("public/app:1");
    String closed = push("team/closed:1");
    clients.docker("logout", REGISTRY);
    clients.forget(open);
    clients.forget(closed);

    clients.docker("pull", open).shouldSucceed();
    clients.docker("pull", closed).shouldFailWith("may require 'docker login'");
    clients.docker("push", open).shouldFailWith("denied");
    clients.skopeo("inspect", "--no-creds", PLAIN, "docker://" + open).shouldSucceed();
    clients
        .skopeo("inspect", "--no-creds", PLAIN, "docker://" + closed)
        .shouldFailWith("unauthorized");
    clients.podman("pull", PLAIN, open).shouldSucceed();
    clients.ctr("images", "pull", "--plain-http", open).shouldSucceed();
    clients.ctr("images", "rm", open).shouldSucceed();
  }

  @Test
  void shouldUploadWhatMayNotBeMounted() {
    String image = push("team/base:1");
    String mine = REGISTRY + "/solo/base:1";

    logIn("solo");
    clients.docker("tag", image, mine).shouldSucceed();
    clients.docker("push", mine).shouldSucceed();
    clients.docker("push", REGISTRY + "/team/base:1").shouldFailWith("denied");
  }

  private String push(String name) {
    String image = REGISTRY + "/" + name;
    logIn("dev");
    clients.makeImage(image, 2);
    clients.docker("push", image).shouldSucceed();
    return image;
  }

  private void logIn(String user) {
    clients.docker("login", "-u", user, "-p", "pw-" + user, REGISTRY).shouldSucceed();
  }
}
