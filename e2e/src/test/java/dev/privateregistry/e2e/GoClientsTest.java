package dev.privateregistry.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The command lines that pipelines use: crane, oras and helm, built from their Go modules. Each
 * pushes, pulls, copies and deletes, with a password.
 */
@Tag("clients")
final class GoClientsTest {
  private static final String REGISTRY = "127.0.0.1:5000";
  private static final String TYPE = "application/vnd.example.report.v1";

  @RegisterExtension static final Sandbox sandbox = new Sandbox();
  private static String crane = "";
  private static String oras = "";
  private static String helm = "";

  @BeforeAll
  static void serve() throws Exception {
    crane = built("crane", "crane", "github.com/google/go-containerregistry", "cmd/crane");
    oras = built("oras", "oras", "oras.land/oras", "cmd/oras");
    helm = built("helm", "helm-module", "helm.sh/helm/v3", "cmd/helm");
    sandbox.write(
        "htpasswd", RegistryProgram.run(sandbox, "htpasswd", "tester", "s3cret").output());
    sandbox.write(
        "config.yml",
        """
        version: 0.1
        storage:
          filesystem: {rootdirectory: %s}
          delete: {enabled: true}
        http: {addr: '%s'}
        auth: {htpasswd: {realm: test, path: %s}}
        """
            .formatted(sandbox.path("data"), REGISTRY, sandbox.path("htpasswd")));
    RegistryProgram.start(
        sandbox, "http://" + REGISTRY, "serve", sandbox.path("config.yml").toString());
    crane("auth", "login", REGISTRY, "-u", "tester", "-p", "s3cret");
    oras("login", "--plain-http", "-u", "tester", "-p", "s3cret", REGISTRY);
    helm("registry", "login", REGISTRY, "--plain-http", "-u", "tester", "-p", "s3cret");
    for (String name : List.of("one", "two")) {
      sandbox.write(name + "/" + name + ".txt", name + "\n");
      sandbox.run("tar", "-cf", name + ".tar", "-C", name, ".").shouldSucceed();
    }
  }

  /** Built outside of the sandbox, which has no network. */
  private static String built(String name, String folder, String module, String command)
      throws IOException, InterruptedException {
    Process build =
        new ProcessBuilder("tools/build", name, folder, module, module + "/" + command)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String path = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(build.waitFor(9, TimeUnit.MINUTES) && build.exitValue() == 0, "no " + name);
    return path.strip();
  }

  /** Goes to the folder by its path: from where nsenter leads, these programs do not find it. */
  private static Outcome run(String program, String... arguments) {
    String inFolder = "cd " + sandbox.path("") + " && exec \"$0\" \"$@\"";
    List<String> command = new ArrayList<>(List.of("sh", "-c", inFolder, program));
    command.addAll(List.of(arguments));
    return sandbox.run(command);
  }

  private static String crane(String... arguments) {
    return run(crane, arguments).shouldSucceed().output().strip();
  }

  private static String oras(String... arguments) {
    return run(oras, arguments).shouldSucceed().output().strip();
  }

  private static String helm(String... arguments) {
    return run(helm, arguments).shouldSucceed().output().strip();
  }

  @Test
  void shouldServeCrane() {
    String app = REGISTRY + "/crane/app";
    crane("append", "-f", "one.tar", "-t", app + ":1");
    crane("append", "-b", app + ":1", "-f", "two.tar", "-t", app + ":2");
    crane("pull", app + ":2", "app.tar");
    crane("push", "app.tar", REGISTRY + "/crane/pushed:2");
    crane("validate", "--remote", REGISTRY + "/crane/pushed:2");
    assertEquals("two", crane("export", app + ":2", "-").replaceAll("(?s).*(two)\n.*", "$1"));

    crane("index", "append", "-m", app + ":1", "-m", app + ":2", "-t", app + ":all");
    crane("copy", app + ":all", REGISTRY + "/crane/copy:all");
    crane("validate", "--remote", REGISTRY + "/crane/copy:all");
    crane("tag", app + ":2", "latest");

    assertEquals(List.of("1", "2", "all", "latest"), crane("ls", app).lines().toList());
    assertTrue(crane("catalog", REGISTRY).lines().toList().contains("crane/copy"));
    assertEquals(crane("digest", app + ":2"), crane("digest", app + ":latest"));

    crane("delete", app + ":latest");
    crane("delete", app + "@" + crane("digest", app + ":1"));
    assertEquals(List.of("2", "all"), crane("ls", app).lines().toList());
    run(crane, "manifest", app + ":1").shouldFailWith("MANIFEST_UNKNOWN");
  }

  @Test
  void shouldServeOras() throws IOException {
    String report = REGISTRY + "/oras/report";
    sandbox.write("report.txt", "all is well\n");
    sandbox.write("signature.json", "{\"signed\":true}\n");
    oras("push", "--plain-http", "--artifact-type", TYPE, report + ":1", "report.txt:text/plain");
    oras("pull", "--plain-http", "-o", "pulled", report + ":1");
    assertEquals("all is well\n", sandbox.read("pulled/report.txt"));

    attach(report, "signature", "v1.1-referrers-api");
    attach(report, "scan", "v1.1-referrers-tag");
    for (String type : List.of("signature", "scan")) {
      assertTrue(discover(report).contains(TYPE + "." + type), discover(report));
    }

    oras(
        "cp",
        "--from-plain-http",
        "--to-plain-http",
        "-r",
        report + ":1",
        REGISTRY + "/oras/copy:1");
    assertTrue(discover(REGISTRY + "/oras/copy").contains(TYPE + ".signature"));
    assertEquals(
        oras("resolve", "--plain-http", report + ":1"),
        oras("resolve", "--plain-http", REGISTRY + "/oras/copy:1"));
    assertTrue(oras("repo", "ls", "--plain-http", REGISTRY).contains("oras/copy"));
    assertTrue(oras("repo", "tags", "--plain-http", report).lines().toList().contains("1"));

    oras("manifest", "delete", "--plain-http", "-f", report + ":1");
    run(oras, "pull", "--plain-http", report + ":1").shouldFailWith("not found");
  }

  private static void attach(String repository, String type, String specification) {
    oras(
        "attach",
        "--plain-http",
        "--distribution-spec",
        specification,
        "--artifact-type",
        TYPE + "." + type,
        repository + ":1",
        "signature.json:application/json");
  }

  private static String discover(String repository) {
    return oras(
        "discover",
        "--plain-http",
        "--distribution-spec",
        "v1.1-referrers-api",
        "--format",
        "json",
        repository + ":1");
  }

  /** A plus in a version is an underscore in a tag. */
  @Test
  void shouldServeHelm() throws IOException {
    sandbox.write("chart/Chart.yaml", "apiVersion: v2\nname: chart\nversion: 1.0.0+build.1\n");
    sandbox.write("chart/templates/nothing.yaml", "# nothing\n");
    String charts = "oci://" + REGISTRY + "/helm";
    helm("package", "chart", "-d", "packages");
    helm("push", "packages/chart-1.0.0+build.1.tgz", charts, "--plain-http");
    helm("pull", charts + "/chart", "--version", "1.0.0+build.1", "--plain-http");
    assertTrue(Files.exists(sandbox.path("chart-1.0.0+build.1.tgz")));
    assertTrue(
        helm("show", "chart", charts + "/chart", "--version", "1.0.0+build.1", "--plain-http")
            .contains("name: chart"));
    assertTrue(helm("pull", charts + "/chart", "--plain-http", "-d", "packages").contains("1.0.0"));

    String tag = REGISTRY + "/helm/chart:1.0.0_build.1";
    crane("copy", tag, REGISTRY + "/mirror/chart:1.0.0_build.1");
    helm(
        "pull",
        "oci://" + REGISTRY + "/mirror/chart",
        "--version",
        "1.0.0+build.1",
        "--plain-http",
        "-d",
        "packages");
    crane("delete", tag);
    run(helm, "pull", charts + "/chart", "--version", "1.0.0+build.1", "--plain-http")
        .shouldFailWith("not found");
  }
}
