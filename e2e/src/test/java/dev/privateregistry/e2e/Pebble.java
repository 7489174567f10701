package dev.privateregistry.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Let's Encrypt's ACME server for tests inside a sandbox, in its default moods: random pauses
 * before it validates, and good nonces that it refuses now and then. Every name leads to 127.0.0.1.
 */
final class Pebble {
  static final String DIRECTORY = "https://localhost:14000/dir";
  static final String BLOCKED_HOST = "blocked.example";

  private final Sandbox sandbox;
  private final String program;
  private Process process;

  private Pebble(Sandbox sandbox, String program, Process process) {
    this.sandbox = sandbox;
    this.program = program;
    this.process = process;
  }

  /** Starts it, and the DNS server it asks. The authority of its own port is in pebble-ca.pem. */
  static Pebble start(Sandbox sandbox, Duration validity) throws Exception {
    List<String> programs = programs();
    TestAuthority authority = new TestAuthority();
    authority.issue("localhost", sandbox.path("pebble.crt"), sandbox.path("pebble.key"));
    sandbox.write("pebble-ca.pem", authority.certificate());
    sandbox.start(
        "dns",
        programs.get(1),
        "-dnsserver=127.0.0.1:8053",
        "-management=127.0.0.1:8055",
        "-defaultIPv6=",
        "-http01=",
        "-https01=",
        "-tlsalpn01=",
        "-doh=");
    Pebble pebble =
        new Pebble(sandbox, programs.getFirst(), launch(sandbox, programs.getFirst(), validity));
    pebble.awaitAnswer();
    return pebble;
  }

  private static Process launch(Sandbox sandbox, String program, Duration validity)
      throws IOException {
    sandbox.write(
        "pebble.json",
        """
        {"pebble": {
          "listenAddress": "127.0.0.1:14000",
          "managementListenAddress": "127.0.0.1:15000",
          "certificate": "%s",
          "privateKey": "%s",
          "httpPort": 80,
          "tlsPort": 443,
          "domainBlocklist": ["%s"],
          "retryAfter": {"authz": 1, "order": 1},
          "keyAlgorithm": "ecdsa",
          "profiles": {"default": {"description": "for this test", "validityPeriod": %d}}
        }}
        """
            .formatted(
                sandbox.path("pebble.crt"),
                sandbox.path("pebble.key"),
                BLOCKED_HOST,
                validity.toSeconds()));
    return sandbox.start(
        "pebble",
        program,
        "-config",
        sandbox.path("pebble.json").toString(),
        "-dnsserver",
        "127.0.0.1:8053");
  }

  /** Built outside of the sandbox, which has no network. */
  private static List<String> programs() throws IOException, InterruptedException {
    Process build =
        new ProcessBuilder("tools/pebble-tools")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String paths = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(build.waitFor(5, TimeUnit.MINUTES) && build.exitValue() == 0, "no programs");
    return paths.lines().toList();
  }

  private void awaitAnswer() throws InterruptedException {
    Sandbox.await(
        "pebble",
        Duration.ofSeconds(20),
        () -> {
          assertTrue(process.isAlive(), sandbox.read("pebble.log"));
          return sandbox
                  .run(
                      "curl", "-s", "--cacert", sandbox.path("pebble-ca.pem").toString(), DIRECTORY)
                  .exitCode()
              == 0;
        });
  }

  void stop() throws InterruptedException {
    sandbox.stop(process);
  }

  /** Starts it again, with new authorities and no memory of accounts. */
  void restart(Duration validity) throws Exception {
    stop();
    process = launch(sandbox, program, validity);
    awaitAnswer();
  }

  /** The root of what it issues, as a PEM file. */
  String root() throws IOException {
    Outcome root =
        sandbox.run(
            "curl",
            "-s",
            "--cacert",
            sandbox.path("pebble-ca.pem").toString(),
            "https://localhost:15000/roots/0");
    return sandbox.write("pebble-root.pem", root.shouldSucceed().output()).toString();
  }
}
