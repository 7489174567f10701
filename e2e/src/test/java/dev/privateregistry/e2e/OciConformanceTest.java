package dev.privateregistry.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The official conformance program of the OCI distribution specification, every workflow of it,
 * against the packaged server.
 */
@Tag("clients")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OciConformanceTest {
  private static final Pattern COUNT = Pattern.compile("(?m)^  (\\w+)\\.{3,}: +(\\d+)$");
  private static final Pattern NOT_PASSED =
      Pattern.compile("(?m)^ +OCI Conformance Test/(.*): (?:FAIL|Error|Skip|Disabled)$");

  /** What 1.1 does not have yet. */
  private static final Set<String> ONLY_LATER =
      Set.of(
          "sha256 blobs/post cancel/blob-post-cancel", "sha512 blobs/post cancel/blob-post-cancel");

  @RegisterExtension static final Sandbox sandbox = new Sandbox();
  private String program = "";

  @BeforeAll
  void startServers() throws Exception {
    program = conformanceProgram();
    RegistryProgram.start(sandbox, "http://127.0.0.1:5000", "serve");
    sandbox.write(
        "registry2.yml",
        """
        version: 0.1
        storage:
          delete: {enabled: true}
          filesystem: {rootdirectory: %s}
        http: {addr: 127.0.0.1:5002}
        compatibility: registry2
        """
            .formatted(sandbox.path("data2")));
    RegistryProgram.start(
        sandbox, "http://127.0.0.1:5002", "serve", sandbox.path("registry2.yml").toString());
    TestAuthority authority = new TestAuthority();
    authority.issue(Sandbox.HOST, sandbox.path("tls.crt"), sandbox.path("tls.key"));
    sandbox.write("ca.crt", authority.certificate());
    sandbox.write(
        "htpasswd", RegistryProgram.run(sandbox, "htpasswd", "tester", "s3cret").output());
    sandbox.write(
        "config.yml",
        """
        version: 0.1
        storage:
          delete: {enabled: true}
          filesystem: {rootdirectory: %s}
        http:
          addr: :443
          tls: {certificate: %s, key: %s}
        auth:
          htpasswd: {realm: test, path: %s}
        validation:
          manifests:
            indexes: {platforms: none}
            layers: none
        """
            .formatted(
                sandbox.path("data"),
                sandbox.path("tls.crt"),
                sandbox.path("tls.key"),
                sandbox.path("htpasswd")));
    RegistryProgram.start(
        sandbox, "https://" + Sandbox.HOST, "serve", sandbox.path("config.yml").toString());
  }

  /** Built outside of the sandbox, which has no network. */
  private static String conformanceProgram() throws IOException, InterruptedException {
    Process build =
        new ProcessBuilder("tools/oci-conformance")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String path = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(build.waitFor(5, TimeUnit.MINUTES) && build.exitValue() == 0, "no program");
    return path.strip();
  }

  @Test
  void shouldConformToTheCurrentRelease() {
    Result result = run("1.1", "OCI_REGISTRY=127.0.0.1:5000", "OCI_TLS=disabled");
    report("OCI distribution 1.1", result);
    assertEquals(ONLY_LATER, result.notPassed());
    assertTrue(result.count("Pass") >= 850, () -> "only " + result);
  }

  @Test
  void shouldConformToTheNextRelease() {
    Result result = run("dev", "OCI_REGISTRY=127.0.0.1:5000", "OCI_TLS=disabled");
    report("OCI distribution dev", result);
    assertEquals(Set.of(), result.notPassed());
    assertTrue(result.count("Pass") >= 980, () -> "only " + result);
  }

  /** The specification lets a registry refuse to delete tags; the program skips that then. */
  @Test
  void shouldConformWhenItAnswersLikeVersion2() {
    Result result = run("1.1", "OCI_REGISTRY=127.0.0.1:5002", "OCI_TLS=disabled");
    report("OCI distribution 1.1, compatibility: registry2", result);
    Set<String> others = new TreeSet<>(result.notPassed());
    others.removeIf(test -> test.endsWith("/delete/tag-delete"));
    assertEquals(ONLY_LATER, others);
    assertEquals(0, result.count("FAIL") + result.count("Error"));
    assertTrue(result.count("Pass") >= 820, () -> "only " + result);
  }

  @Test
  void shouldConformOverTlsWithPasswordsAndSparseManifests() {
    Result result =
        run(
            "dev",
            "OCI_REGISTRY=" + Sandbox.HOST,
            "OCI_TLS=enabled",
            "OCI_DATA_SPARSE=true",
            "SSL_CERT_FILE=" + sandbox.path("ca.crt"),
            "OCI_USERNAME=tester",
            "OCI_PASSWORD=s3cret");
    report("OCI distribution dev, TLS, htpasswd, sparse manifests", result);
    assertEquals(Set.of(), result.notPassed());
    assertTrue(result.count("Pass") >= 980, () -> "only " + result);
  }

  /**
   * What the program reports.
   *
   * @param counts tests by outcome
   * @param notPassed the tests that failed, were skipped or are disabled
   */
  private record Result(Map<String, Integer> counts, Set<String> notPassed) {
    int count(String outcome) {
      return counts.getOrDefault(outcome, 0);
    }
  }

  private static void report(String what, Result result) {
    System.out.println(what + ": " + result.counts());
  }

  private Result run(String version, String... settings) {
    List<String> command = new ArrayList<>(List.of("env"));
    command.addAll(List.of(settings));
    command.add("OCI_VERSION=" + version);
    command.add("OCI_RESULTS_DIR=" + sandbox.path("results-" + version));
    command.add(program);
    String output = sandbox.run(command).shouldSucceed().output();
    Map<String, Integer> counts = new TreeMap<>();
    for (Matcher count = COUNT.matcher(output); count.find(); ) {
      counts.put(count.group(1), Integer.valueOf(count.group(2)));
    }
    List<String> notPassed = new ArrayList<>();
    for (Matcher test = NOT_PASSED.matcher(output); test.find(); ) {
      notPassed.add(test.group(1));
    }
    Result result = new Result(counts, new TreeSet<>(notPassed));
    int others = result.count("FAIL") + result.count("Error");
    others += result.count("Skip") + result.count("Disabled");
    assertEquals(notPassed.isEmpty(), others == 0, output);
    return result;
  }
}
