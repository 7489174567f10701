package dev.privateregistry.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Certificates that the server orders itself, {@code http.tls.letsencrypt}, from a real Pebble. */
@Tag("clients")
final class AcmeTest {
  private static final String HOST = Sandbox.HOST;
  private static final String SECOND = "second.example";

  @RegisterExtension static final Sandbox sandbox = new Sandbox();
  private static @Nullable Pebble started;
  private @Nullable Process server;

  @BeforeAll
  static void startPebble() throws Exception {
    started = Pebble.start(sandbox, Duration.ofDays(90));
  }

  private static Pebble pebble() {
    return Objects.requireNonNull(started, "not started");
  }

  @AfterEach
  void stopServer() throws Exception {
    if (server != null) {
      sandbox.stop(server);
    }
  }

  private static void writeConfig(String cache) throws Exception {
    sandbox.write("hosts", "127.0.0.1 localhost %s %s\n".formatted(HOST, SECOND));
    sandbox.write(
        "config.yml",
        """
        version: 0.1
        storage: {filesystem: {rootdirectory: /var/lib/registry}}
        http:
          addr: :443
          host: https://%s
          debug: {addr: '127.0.0.1:5001', prometheus: {enabled: true}}
          tls:
            letsencrypt:
              cachefile: %s
              email: ops@example.com
              hosts: [%s, %s, %s]
              directoryurl: %s
              cacertificate: %s
        """
            .formatted(
                HOST,
                sandbox.path(cache),
                HOST,
                SECOND,
                Pebble.BLOCKED_HOST,
                Pebble.DIRECTORY,
                sandbox.path("pebble-ca.pem")));
  }

  private void startServer() throws Exception {
    stopServer();
    server =
        RegistryProgram.start(
            sandbox,
            Duration.ofSeconds(90),
            "https://" + HOST,
            "serve",
            sandbox.path("config.yml").toString());
  }

  private static String serial(String host) {
    return sandbox
        .run(
            "sh",
            "-c",
            "openssl s_client -connect 127.0.0.1:443 -servername %s </dev/null 2>/dev/null"
                    .formatted(host)
                + " | openssl x509 -noout -serial")
        .output()
        .strip();
  }

  private static String status() {
    return sandbox.run("curl", "-s", "http://127.0.0.1:5001/status").output();
  }

  private static Outcome get(String host, String root) {
    return sandbox.run("curl", "-sS", "--cacert", root, "https://" + host + "/v2/");
  }

  @Test
  void shouldGetCertificatesAtTheFirstStartAndKeepThem() throws Exception {
    Pebble pebble = pebble();
    writeConfig("acme");
    startServer();
    String root = pebble.root();
    get(HOST, root).shouldSucceed();
    Sandbox.await(
        "the second host", Duration.ofSeconds(60), () -> get(SECOND, root).exitCode() == 0);
    assertNotEquals(serial(HOST), serial(SECOND));
    Sandbox.await(
        "the refusal of the third host",
        Duration.ofSeconds(60),
        () -> status().contains("the ACME server refuses: "));
    sandbox
        .run("curl", "-s", "http://127.0.0.1:5001/metrics")
        .shouldSay("registry_acme_failing{host=\"" + Pebble.BLOCKED_HOST + "\"} 1")
        .shouldSay("registry_acme_failing{host=\"" + HOST + "\"} 0");
    get(Pebble.BLOCKED_HOST, root).shouldFailWith("resolve");
    assertEquals("drwx------", mode("acme"));
    assertEquals("-rw-------", mode("acme/" + HOST));
    assertEquals("-rw-------", mode("acme/acme_account+key"));

    String before = serial(HOST);
    pebble.stop();
    startServer();
    assertEquals(before, serial(HOST));
    get(SECOND, root).shouldSucceed();
  }

  private static String mode(String name) {
    return sandbox.run("stat", "-c", "%A", sandbox.path(name).toString()).output().strip();
  }

  @Test
  void shouldRenewUnderARunningDownloadAndBearAServerThatIsDown() throws Exception {
    Pebble pebble = pebble();
    pebble.restart(Duration.ofSeconds(45));
    writeConfig("short-lived");
    startServer();
    String first = serial(HOST);
    sandbox
        .run(
            "sh",
            "-c",
            """
            set -e
            head -c 60000000 /dev/zero >blob
            digest=sha256:$(sha256sum blob | cut -d' ' -f1)
            where=$(curl -skSD - -X POST https://%s/v2/a/blobs/uploads/ -o /dev/null \
              | tr -d '\\r' | sed -n 's/^[Ll]ocation: //p')
            curl -skSf -X PUT --data-binary @blob -H 'Content-Type: application/octet-stream' \
              "$where&digest=$digest"
            echo $digest >digest
            """
                .formatted(HOST))
        .shouldSucceed();
    Process download =
        sandbox.start(
            "download",
            "curl",
            "-skSf",
            "--limit-rate",
            "1M",
            "-o",
            "downloaded",
            "https://%s/v2/a/blobs/%s".formatted(HOST, sandbox.read("digest").strip()));
    Sandbox.await("a renewal", Duration.ofSeconds(60), () -> !serial(HOST).equals(first));
    assertTrue(download.isAlive(), "the download ended before the renewal");
    pebble.stop();
    assertTrue(download.waitFor(3, TimeUnit.MINUTES));
    assertEquals(0, download.exitValue(), () -> sandbox.read("download.log"));
    sandbox.run("cmp", "blob", "downloaded").shouldSucceed();

    Sandbox.await(
        "a renewal that fails",
        Duration.ofSeconds(60),
        () -> sandbox.read("registry.log").contains("stays; next try"));
    String last = serial(HOST);
    sandbox.run("curl", "-skSf", "https://" + HOST + "/v2/").shouldSucceed();
    assertTrue(status().contains("\"error\":\""), AcmeTest::status);

    pebble.restart(Duration.ofDays(90));
    startServer();
    Sandbox.await(
        "the renewal after the restart",
        Duration.ofSeconds(60),
        () -> !serial(HOST).equals(last) && get(HOST, rootOf(pebble)).exitCode() == 0);
  }

  private static String rootOf(Pebble pebble) {
    try {
      return pebble.root();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
