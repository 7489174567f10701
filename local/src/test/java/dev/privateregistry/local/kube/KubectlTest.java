package dev.privateregistry.local.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a person does with kubectl. The program is the one that {@code e2e/tools/kubectl} builds;
 * where that is impossible the one on the path; without either the tests are skipped.
 */
@Tag("clients")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubectlTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String GARDEN =
      """
      apiVersion: example.dev/v1
      kind: Garden
      metadata: {name: eden}
      spec:
        host: eden.example
        beds: [{name: north}, {name: south, plant: lily}]
      """;
  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, labels: {app: web}}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            containers:
            - name: main
              image: nginx:1
              env: [{name: A, value: "1"}, {name: B, value: "2"}]
      """;

  /** What a run of kubectl printed, and how it ended. */
  private record Run(int code, String text) {}

  @TempDir static Path folder = Path.of("");

  private final EmbeddedKubernetes kubernetes = start();
  private String kubectl = "";
  private String namespace = "";

  private static EmbeddedKubernetes start() {
    try {
      return EmbeddedKubernetes.start(Options.inMemory());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeAll
  void prepare() throws Exception {
    kubectl = findKubectl();
    assumeTrue(!kubectl.isEmpty(), "there is neither a kubectl nor a Go tool chain to build one");
    Files.writeString(folder.resolve("kubeconfig"), kubernetes.kubeconfig());
    try (InputStream crd =
        Objects.requireNonNull(getClass().getResourceAsStream("gardens-crd.yaml"))) {
      Files.write(folder.resolve("crd.yaml"), crd.readAllBytes());
    }
    assertEquals(
        "customresourcedefinition.apiextensions.k8s.io/gardens.example.dev created",
        ok("", "apply", "-f", folder.resolve("crd.yaml").toString()));
    ok("", "wait", "--for=condition=Established", "crd/gardens.example.dev", "--timeout=10s");
  }

  private static String findKubectl() throws Exception {
    Path script = Path.of("..", "e2e", "tools", "kubectl");
    for (List<String> command :
        List.of(List.of(script.toString()), List.of("sh", "-c", "command -v kubectl"))) {
      Process process = new ProcessBuilder(command).redirectErrorStream(false).start();
      String path = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() == 0) {
        return path.strip();
      }
    }
    return "";
  }

  @BeforeEach
  void createNamespace(TestInfo test) throws Exception {
    namespace = "t" + Math.floorMod(test.getDisplayName().hashCode(), 1_000_000);
    ok("", "create", "namespace", namespace);
  }

  @AfterAll
  void stop() {
    kubernetes.close();
  }

  private Run run(String input, List<String> environment, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(kubectl));
    if (!namespace.isEmpty()) {
      command.addAll(List.of("-n", namespace));
    }
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("KUBECONFIG", folder.resolve("kubeconfig").toString());
    builder.environment().put("HOME", folder.toString());
    environment.forEach(e -> builder.environment().put(e.split("=", 2)[0], e.split("=", 2)[1]));
    Process process = builder.start();
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    return new Run(process.exitValue(), text.strip());
  }

  private String ok(String input, String... arguments) throws Exception {
    Run run = run(input, List.of(), arguments);
    assertEquals(0, run.code(), () -> String.join(" ", arguments) + ": " + run.text());
    return run.text();
  }

  private String refused(String input, String... arguments) throws Exception {
    Run run = run(input, List.of(), arguments);
    assertTrue(run.code() != 0, () -> String.join(" ", arguments) + ": " + run.text());
    return run.text();
  }

  private static void assertLike(String regex, String text) {
    assertTrue(
        Pattern.compile(regex, Pattern.DOTALL).matcher(text).matches(),
        () -> "expected " + regex + "\nbut got " + text);
  }

  @Test
  void shouldListWithPrinterColumns() throws Exception {
    assertEquals("garden.example.dev/eden created", ok(GARDEN, "apply", "-f", "-"));
    assertLike("NAME +HOST +READY +AGE\neden +eden\\.example +\\d+s", ok("", "get", "gardens"));
    assertLike("NAME +HOST +READY +SIZE +AGE\neden.* 3 .*", ok("", "get", "gd", "-o", "wide"));
    assertEquals("garden.example.dev/eden", ok("", "get", "gd", "-o", "name"));
    assertEquals(
        "Tidy rose",
        ok("", "get", "gd", "eden", "-o", "jsonpath={.spec.mode} {.spec.beds[0].plant}"));
    assertLike(".*\"kind\": \"Garden\".*", ok("", "get", "gd", "eden", "-o", "json"));
    assertLike("NAMESPACE +NAME.*" + namespace + " +eden.*", ok("", "get", "gd", "-A"));
  }

  @Test
  void shouldListBuiltInKinds() throws Exception {
    ok(DEPLOYMENT, "apply", "-f", "-");
    assertLike(
        "NAME +READY +UP-TO-DATE +AVAILABLE +AGE\nweb +0/1 +0 +0 +\\d+s", ok("", "get", "deploy"));
    ok("", "create", "secret", "generic", "s", "--from-literal=a=b");
    assertLike("NAME +TYPE +DATA +AGE\ns +Opaque +1 +\\d+s", ok("", "get", "secrets"));
    ok("", "create", "configmap", "c", "--from-literal=a=b");
    assertLike("NAME +DATA +AGE\nc +1 +\\d+s", ok("", "get", "cm"));
    ok("", "create", "service", "clusterip", "web", "--tcp=80");
    assertLike(".*web +ClusterIP +10\\.96\\.\\S+ +<none> +80/TCP +\\d+s", ok("", "get", "svc"));
    ok("", "run", "p", "--image=x");
    assertLike(".*p +0/1 +Pending +0 +\\d+s", ok("", "get", "pods"));
    assertLike(".*service/web .*deployment\\.apps/web .*", ok("", "get", "all"));
  }

  @Test
  void shouldSelect() throws Exception {
    ok("", "create", "configmap", "a");
    ok("", "create", "configmap", "b");
    assertEquals("configmap/a labeled", ok("", "label", "cm", "a", "tier=x"));
    assertEquals("configmap/a", ok("", "get", "cm", "-l", "tier in (x,y)", "-o", "name"));
    assertEquals("configmap/b", ok("", "get", "cm", "-l", "!tier", "-o", "name"));
    assertEquals(
        "configmap/b", ok("", "get", "cm", "--field-selector", "metadata.name=b", "-o", "name"));
    assertEquals("configmap/a\nconfigmap/b", ok("", "get", "cm", "--chunk-size=1", "-o", "name"));
  }

  @Test
  void shouldApplyBuiltInKindByThreeWayMerge() throws Exception {
    ok(DEPLOYMENT, "apply", "-f", "-");
    assertEquals("deployment.apps/web unchanged", ok(DEPLOYMENT, "apply", "-f", "-"));
    ok("", "set", "env", "deploy/web", "C=3");
    String changed = DEPLOYMENT.replace("{name: A, value: \"1\"}, ", "");
    assertEquals("deployment.apps/web configured", ok(changed, "apply", "-f", "-"));
    assertEquals(
        "B C",
        ok(
            "",
            "get",
            "deploy",
            "web",
            "-o",
            "jsonpath={.spec.template.spec.containers[0].env[*].name}"));
  }

  @Test
  void shouldApplyCustomResourceByMergePatch() throws Exception {
    String garden = GARDEN.replace("{name: north}", "{name: north, plant: oak}");
    ok(garden, "apply", "-f", "-");
    assertEquals("garden.example.dev/eden unchanged", ok(garden, "apply", "-f", "-"));
    String smaller = garden.replace("{name: north, plant: oak}, ", "");
    assertEquals("garden.example.dev/eden configured", ok(smaller, "apply", "-f", "-"));
    assertEquals("south", ok("", "get", "gd", "eden", "-o", "jsonpath={.spec.beds[*].name}"));
    Run difference = run(garden, List.of(), "diff", "-f", "-");
    assertEquals(1, difference.code());
    assertLike(".*\n\\+  - name: north\n.*", difference.text());
  }

  @Test
  void shouldApplyOnTheServer() throws Exception {
    assertEquals(
        "garden.example.dev/eden serverside-applied",
        ok(GARDEN, "apply", "--server-side", "-f", "-"));
    String sized = GARDEN + "  size: 5\n";
    ok(sized, "apply", "--server-side", "--field-manager=owner", "-f", "-");
    String conflict =
        refused(
            GARDEN + "  size: 6\n", "apply", "--server-side", "--field-manager=rival", "-f", "-");
    assertLike(
        "error: Apply failed with 1 conflict: conflict with \"owner\": \\.spec\\.size\n.*",
        conflict);
    ok(
        GARDEN + "  size: 6\n",
        "apply",
        "--server-side",
        "--field-manager=rival",
        "--force-conflicts",
        "-f",
        "-");
    assertEquals("6", ok("", "get", "gd", "eden", "-o", "jsonpath={.spec.size}"));
    ok(GARDEN, "apply", "--server-side", "--field-manager=rival", "-f", "-");
    assertEquals("3", ok("", "get", "gd", "eden", "-o", "jsonpath={.spec.size}"));
  }

  @Test
  void shouldChangeFromClientSideToServerSideApply() throws Exception {
    ok(GARDEN, "apply", "-f", "-");
    ok(GARDEN, "apply", "--server-side", "-f", "-");
    String smaller = GARDEN.replace("{name: north}, ", "");
    ok(smaller, "apply", "--server-side", "-f", "-");
    assertEquals("south", ok("", "get", "gd", "eden", "-o", "jsonpath={.spec.beds[*].name}"));
  }

  @Test
  void shouldChangeInPlace() throws Exception {
    ok(GARDEN, "create", "-f", "-");
    assertEquals("garden.example.dev/eden annotated", ok("", "annotate", "gd", "eden", "a=b"));
    ok("", "patch", "gd", "eden", "--type=merge", "-p", "{\"spec\":{\"size\":4}}");
    ok(
        "",
        "patch",
        "gd",
        "eden",
        "--type=json",
        "-p",
        "[{\"op\":\"replace\",\"path\":\"/spec/size\",\"value\":5}]");
    Run edit = run("", List.of("KUBE_EDITOR=sed -i s/size:.5/size:\\ 6/"), "edit", "gd", "eden");
    assertEquals("garden.example.dev/eden edited", edit.text());
    assertEquals("6", ok("", "get", "gd", "eden", "-o", "jsonpath={.spec.size}"));
    assertEquals("garden.example.dev/eden replaced", ok(GARDEN, "replace", "-f", "-"));
    ok(DEPLOYMENT, "create", "-f", "-");
    ok(
        "",
        "patch",
        "deploy",
        "web",
        "-p",
        "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"main\",\"image\":\"nginx:2\"}]}}}}");
    assertEquals("deployment.apps/web scaled", ok("", "scale", "deploy/web", "--replicas=3"));
    assertEquals(
        "nginx:2 3",
        ok(
            "",
            "get",
            "deploy",
            "web",
            "-o",
            "jsonpath={.spec.template.spec.containers[0].image} {.spec.replicas}"));
  }

  @Test
  void shouldRefuseWhatBreaksTheSchemaOrARule() throws Exception {
    assertLike(
        "The Garden \"eden\" is invalid: spec\\.size: Invalid value: 11: spec\\.size in body should be"
            + " less than or equal to 10",
        refused(GARDEN + "  size: 11\n", "apply", "-f", "-"));
    assertLike(
        "The Garden \"eden\" is invalid: spec: Invalid value: \"object\": min must not exceed size",
        refused(GARDEN + "  min: 9\n", "apply", "-f", "-"));
    assertLike(
        ".*strict decoding error: unknown field \"spec\\.colour\"",
        refused(GARDEN + "  colour: red\n", "apply", "-f", "-"));
    assertLike(
        "Warning: unknown field \"spec\\.colour\"\ngarden.*created",
        ok(GARDEN + "  colour: red\n", "apply", "--validate=warn", "-f", "-"));
    assertLike(
        ".*spec: Invalid value: \"object\": host is immutable",
        refused(GARDEN.replace("eden.example", "other.example"), "apply", "-f", "-"));
    assertLike(
        ".*strict decoding error: unknown field \"spec\\.foo\"",
        refused(DEPLOYMENT + "  foo: 1\n", "apply", "-f", "-"));
  }

  @Test
  void shouldStoreNothingInADryRun() throws Exception {
    assertEquals(
        "garden.example.dev/eden created (server dry run)",
        ok(GARDEN, "apply", "--dry-run=server", "-f", "-"));
    assertLike(".*\"eden\" not found", refused("", "get", "gd", "eden"));
  }

  @Test
  void shouldDescribeWithEvents() throws Exception {
    ok(GARDEN, "apply", "-f", "-");
    String uid = ok("", "get", "gd", "eden", "-o", "jsonpath={.metadata.uid}");
    ok(
        """
        apiVersion: v1
        kind: Event
        metadata: {generateName: eden.}
        involvedObject: {apiVersion: example.dev/v1, kind: Garden, name: eden, namespace: %s, uid: %s}
        type: Normal
        reason: Planted
        message: The beds are planted
        source: {component: gardener}
        """
            .formatted(namespace, uid),
        "create",
        "-f",
        "-");
    assertLike(
        "Name: +eden.*Host: +eden\\.example.*Events:.*Normal +Planted .* gardener +The beds are planted",
        ok("", "describe", "gd", "eden"));
    assertLike(".*Normal +Planted +garden/eden +The beds are planted", ok("", "get", "events"));
  }

  @Test
  void shouldWaitAndWatch() throws Exception {
    ok(GARDEN, "apply", "-f", "-");
    assertLike(
        "error: timed out.*",
        refused("", "wait", "--for=condition=Ready", "gd/eden", "--timeout=1s"));
    ok(
        "",
        "patch",
        "gd",
        "eden",
        "--subresource=status",
        "--type=merge",
        "-p",
        "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}");
    assertEquals(
        "garden.example.dev/eden condition met",
        ok("", "wait", "--for=condition=Ready", "gd/eden", "--timeout=10s"));
    ok("", "wait", "--for=jsonpath={.spec.size}=3", "gd/eden", "--timeout=10s");
    assertLike(
        "NAME +HOST +READY +AGE\neden +eden\\.example +True +\\d+s",
        run("", List.of(), "get", "gd", "-w", "--request-timeout=1s")
            .text()
            .lines()
            .limit(2)
            .collect(Collectors.joining("\n")));
    assertLike(".*deleted.*", ok("", "delete", "gd", "eden"));
    ok("", "wait", "--for=delete", "gd/eden", "--timeout=10s");
  }

  @Test
  void shouldDeleteWithDependents() throws Exception {
    ok(GARDEN, "apply", "-f", "-");
    String uid = ok("", "get", "gd", "eden", "-o", "jsonpath={.metadata.uid}");
    ok(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: owned
          ownerReferences:
          - {apiVersion: example.dev/v1, kind: Garden, name: eden, uid: %s, blockOwnerDeletion: true}
        """
            .formatted(uid),
        "apply",
        "-f",
        "-");
    ok("", "delete", "gd", "eden", "--cascade=foreground");
    assertLike(".*not found", refused("", "get", "cm", "owned"));
  }

  @Test
  void shouldExplainAndDiscover() throws Exception {
    assertLike(".*FIELD: tls.*own.*", ok("", "explain", "gardens.spec.tls"));
    assertLike(".*What is wanted\\..*host.*-required-.*", ok("", "explain", "garden.spec"));
    assertLike(".*strategy.*", ok("", "explain", "deployment.spec"));
    assertLike(".*gardens +gd +example\\.dev/v1 +true +Garden.*", ok("", "api-resources"));
    assertLike(".*example\\.dev/v1.*", ok("", "api-versions"));
    assertLike(".*Server Version: v1\\.34\\..*", ok("", "version"));
    assertEquals("yes", ok("", "auth", "can-i", "create", "gardens"));
  }

  @Test
  void shouldServeThePrivateRegistryDefinition() throws Exception {
    Path root = Path.of("..");
    ok(
        "",
        "apply",
        "-f",
        root.resolve("crds/privateregistries.privateregistry.dev.yaml").toString());
    ok("", "wait", "--for=condition=Established", "crd/privateregistries.privateregistry.dev");
    String sample =
        Files.readString(root.resolve("samples/quickstart.yaml"))
            .replace("namespace: default", "namespace: " + namespace);
    assertLike(".*quickstart created", ok(sample, "apply", "-f", "-"));
    assertLike(".*quickstart serverside-applied", ok(sample, "apply", "--server-side", "-f", "-"));
    assertLike("NAME +URL +READY +CERTIFICATE +AGE\nquickstart .*", ok("", "get", "preg"));
    assertLike(".*selfSigned.*", ok("", "explain", "privateregistry.spec.tls"));
    String both = sample.replace("spec:", "spec:\n  tls: {selfSigned: {}, disabled: {}}");
    assertLike(
        "The PrivateRegistry \"quickstart\" is invalid: spec\\.tls: Invalid value: \"object\": .*",
        refused(both, "apply", "-f", "-"));
  }

  @Test
  void shouldSayThatDefinitionIsMissing() throws Exception {
    assertLike(
        ".*no matches for kind \"Orchard\" in version \"example\\.dev/v9\".*",
        refused(
            "{apiVersion: example.dev/v9, kind: Orchard, metadata: {name: o}}",
            "apply",
            "-f",
            "-"));
  }
}
