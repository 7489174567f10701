package dev.privateregistry.operator.acme;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.operator.tls.BouncyCastlePki;
import dev.privateregistry.operator.tls.KeyKind;
import dev.privateregistry.operator.tls.KeyedCertificate;
import dev.privateregistry.operator.tls.LeafRequest;
import dev.privateregistry.operator.tls.Validity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.shredzone.acme4j.connector.NetworkSettings;

/**
 * Let's Encrypt's ACME server for tests in its default moods: random pauses before it validates,
 * and good nonces that it refuses now and then.
 */
public final class Pebble implements AutoCloseable {
  public static final String BLOCKED = "blocked.example";

  private final Process process;
  private final int port;
  private final int management;
  private final String authority;

  private Pebble(Process process, int port, int management, String authority) {
    this.process = process;
    this.port = port;
    this.management = management;
    this.authority = authority;
  }

  /**
   * Starts it.
   *
   * @param nameserver whom it asks, host:port
   */
  public static Pebble start(Path parent, String nameserver) throws Exception {
    Path folder = Files.createDirectories(parent.resolve("pebble"));
    BouncyCastlePki pki = new BouncyCastlePki();
    Validity validity =
        new Validity(
            Instant.now().minus(Duration.ofHours(1)), Instant.now().plus(Duration.ofDays(1)));
    KeyedCertificate authority = pki.authority("Pebble's own", validity);
    KeyedCertificate server =
        pki.server(authority, new LeafRequest(List.of("localhost"), validity, KeyKind.P256, null));
    Files.writeString(folder.resolve("tls.crt"), server.certificate());
    Files.writeString(folder.resolve("tls.key"), server.key());
    int port = freePort();
    int management = freePort();
    Path config =
        Files.writeString(
            folder.resolve("pebble.json"),
            """
            {"pebble": {
              "listenAddress": "127.0.0.1:%1$d",
              "managementListenAddress": "127.0.0.1:%2$d",
              "certificate": "%3$s/tls.crt",
              "privateKey": "%3$s/tls.key",
              "httpPort": 1,
              "tlsPort": 1,
              "domainBlocklist": ["%4$s"],
              "retryAfter": {"authz": 1, "order": 1},
              "keyAlgorithm": "ecdsa",
              "profiles": {"default": {"description": "for tests", "validityPeriod": 7776000}}
            }}
            """
                .formatted(port, management, folder, BLOCKED));
    Process process =
        new ProcessBuilder(
                program(), "-config", config.toString(), "-dnsserver", nameserver, "-strict")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    Pebble pebble = new Pebble(process, port, management, authority.certificate());
    pebble.awaitAnswer(folder.resolve("log"));
    return pebble;
  }

  private static String program() throws IOException, InterruptedException {
    Process build =
        new ProcessBuilder("../e2e/tools/pebble-tools")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String paths = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(build.waitFor(5, TimeUnit.MINUTES) && build.exitValue() == 0, "no pebble");
    return paths.lines().findFirst().orElseThrow();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitAnswer(Path log) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (true) {
      try {
        root();
        return;
      } catch (IOException notYet) {
        assertTrue(process.isAlive(), Files.readString(log));
      }
      assertTrue(System.nanoTime() < deadline, Files.readString(log));
      Thread.sleep(50);
    }
  }

  /** Where it begins. */
  public String directory() {
    return "https://localhost:" + port + "/dir";
  }

  /** What certifies itself and what it issues, PEM. */
  public String authorities() throws IOException, InterruptedException {
    return authority + root();
  }

  private String root() throws IOException, InterruptedException {
    try (HttpClient client =
        AcmeConnection.trusting(authority).createHttpClient(new NetworkSettings())) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create("https://localhost:" + management + "/roots/0"))
                  .build(),
              BodyHandlers.ofString())
          .body();
    }
  }

  @Override
  public void close() {
    new ServerProcess(process).close();
  }
}
