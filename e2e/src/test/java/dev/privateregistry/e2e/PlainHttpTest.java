package dev.privateregistry.e2e;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * First step of the walk-through: the server on 5000 without any configuration, reached through
 * port 9000 of the host, plain http, {@code insecure-registries} in daemon.json.
 */
@Tag("clients")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PlainHttpTest {
  private static final String REGISTRY = Sandbox.HOST + ":9000";

  @RegisterExtension static final Sandbox sandbox = new Sandbox();
  private Clients clients;

  @BeforeAll
  void startServer() throws Exception {
    sandbox
        .run(
            "iptables",
            "-t",
            "nat",
            "-A",
            "OUTPUT",
            "-p",
            "tcp",
            "--dport",
            "9000",
            "-j",
            "REDIRECT",
            "--to-ports",
            "5000")
        .shouldSucceed();
    RegistryProgram.start(sandbox, "http://127.0.0.1:9000", "serve");
    clients = Clients.start(sandbox, REGISTRY);
  }

  @Test
  void shouldPushTagAndPullWithDocker() {
    String first = REGISTRY + "/team/app:1";
    String second = REGISTRY + "/team/app:2";
    clients.makeImage(first, 8);
    clients.docker("push", first).shouldSucceed().shouldSay("digest: sha256:");
    clients.docker("tag", first, second).shouldSucceed();
    clients.docker("push", second).shouldSucceed().shouldSay("Layer already exists");
    clients.forget(first);
    clients.forget(second);
    clients.docker("pull", second).shouldSucceed().shouldSay("Downloaded newer image");
    clients.docker("pull", first).shouldSucceed().shouldSay("Downloaded newer image");
  }

  @Test
  void shouldMountLayersOfAnotherRepository() {
    String source = REGISTRY + "/team/base:1";
    String target = REGISTRY + "/other/base:1";
    clients.makeImage(source, 2);
    clients.docker("push", source).shouldSucceed();
    clients.docker("tag", source, target).shouldSucceed();
    clients.docker("push", target).shouldSucceed().shouldSay("Mounted from team/base");
  }

  @Test
  void shouldKeepAMultiPlatformIndex() {
    String amd64 = REGISTRY + "/team/multi:amd64";
    String arm64 = REGISTRY + "/team/multi:arm64";
    String index = REGISTRY + "/team/multi:latest";
    clients.makeImage(amd64, 1);
    clients.docker("push", amd64).shouldSucceed();
    clients.makeImage(arm64, 1);
    clients.docker("push", arm64).shouldSucceed();
    clients.docker("manifest", "create", "--insecure", index, amd64, arm64).shouldSucceed();
    clients.docker("manifest", "annotate", "--arch", "arm64", index, arm64).shouldSucceed();
    clients.docker("manifest", "push", "--insecure", index).shouldSucceed();
    clients.docker("pull", index).shouldSucceed();
    clients
        .skopeo("inspect", "--raw", "--tls-verify=false", "docker://" + index)
        .shouldSucceed()
        .shouldSay("arm64");
    clients
        .skopeo(
            "copy",
            "--all",
            "--src-tls-verify=false",
            "--dest-tls-verify=false",
            "docker://" + index,
            "docker://" + REGISTRY + "/copied/multi:latest")
        .shouldSucceed();
  }

  @Test
  void shouldServeSkopeoPodmanAndCtr() {
    String image = REGISTRY + "/team/shared:1";
    clients.makeImage(image, 2);
    clients.docker("push", image).shouldSucceed();
    clients.podman("pull", "--tls-verify=false", image).shouldSucceed();
    clients.podman("tag", image, REGISTRY + "/podman/shared:1").shouldSucceed();
    clients.podman("push", "--tls-verify=false", REGISTRY + "/podman/shared:1").shouldSucceed();
    clients.ctr("images", "pull", "--plain-http", image).shouldSucceed();
    clients.ctr("images", "tag", image, REGISTRY + "/ctr/shared:1").shouldSucceed();
    clients.ctr("images", "push", "--plain-http", REGISTRY + "/ctr/shared:1").shouldSucceed();
    clients
        .skopeo("list-tags", "--tls-verify=false", "docker://" + REGISTRY + "/ctr/shared")
        .shouldSucceed()
        .shouldSay("\"1\"");
    clients
        .skopeo("delete", "--tls-verify=false", "docker://" + REGISTRY + "/podman/shared:1")
        .shouldSucceed();
    clients
        .skopeo("inspect", "--tls-verify=false", "docker://" + REGISTRY + "/podman/shared:1")
        .shouldFailWith("manifest unknown");
  }
}
