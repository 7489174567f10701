package dev.privateregistry.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Fourth step of the walk-through: https directly, and a certificate that is replaced. */
@Tag("clients")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpsTest {
  private static final String REGISTRY = Sandbox.HOST;

  @RegisterExtension static final Sandbox sandbox = new Sandbox();
  private TestAuthority authority;
  private Clients clients;

  @BeforeAll
  void startServer() throws Exception {
    authority = new TestAuthority();
    issue();
    sandbox.write("docker/certs.d/" + REGISTRY + "/ca.crt", authority.certificate());
    sandbox.write("containers/certs.d/" + REGISTRY + "/ca.crt", authority.certificate());
    sandbox.write(
        "config.yml",
        """
        version: 0.1
        storage:
          filesystem:
            rootdirectory: /var/lib/registry
        http:
          addr: :443
          host: https://%s
          tls:
            certificate: %s
            key: %s
        """
            .formatted(REGISTRY, sandbox.path("tls.crt"), sandbox.path("tls.key")));
    RegistryProgram.start(
        sandbox, "https://" + REGISTRY, "serve", sandbox.path("config.yml").toString());
    clients = Clients.start(sandbox);
  }

  private String issue() throws Exception {
    return authority.issue(REGISTRY, sandbox.path("tls.crt"), sandbox.path("tls.key"));
  }

  @Test
  void shouldServeEveryClientThatTrustsTheAuthority() {
    String image = REGISTRY + "/team/app:1";
    clients.makeImage(image, 4);
    clients.docker("push", image).shouldSucceed();
    clients.podman("pull", image).shouldSucceed();
    clients.skopeo("inspect", "docker://" + image).shouldSucceed();
    clients
        .ctr(
            "images",
            "pull",
            "--tlscacert",
            sandbox.path("docker/certs.d/" + REGISTRY + "/ca.crt").toString(),
            image)
        .shouldSucceed();
    clients.ctr("images", "rm", image).shouldSucceed();
    clients.ctr("images", "pull", image).shouldFailWith("x509");
  }

  @Test
  void shouldReplaceTheCertificateUnderARunningPull() throws Exception {
    String image = REGISTRY + "/team/large:1";
    clients.makeImage(image, 1024);
    clients.docker("push", image).shouldSucceed();
    clients.forget(image);

    Process pull = clients.dockerInBackground("pull", "pull", image);
    Sandbox.await(
        "the pull's first bytes", Duration.ofSeconds(30), () -> downloadedMebibytes() > 16);
    String serial = issue();
    Sandbox.await(
        "the new certificate", Duration.ofSeconds(5), () -> servedSerial().equals(serial));
    assertTrue(pull.isAlive(), "the pull ended before the certificate was replaced");
    assertTrue(pull.waitFor(3, TimeUnit.MINUTES));
    assertEquals(0, pull.exitValue(), () -> sandbox.read("pull.log"));
  }

  private static long downloadedMebibytes() {
    Outcome used = sandbox.run("du", "-sm", "engine/data/tmp");
    return used.exitCode() == 0 ? Long.parseLong(used.output().split("\\s", 2)[0]) : 0;
  }

  private static String servedSerial() {
    return sandbox
        .run(
            "sh",
            "-c",
            "openssl s_client -connect %s:443 -servername %s </dev/null 2>/dev/null"
                    .formatted(REGISTRY, REGISTRY)
                + " | openssl x509 -noout -serial")
        .output()
        .strip()
        .replace("serial=", "");
  }
}
