package dev.privateregistry.operator.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.operator.api.surroundings.OptionalKind;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.apiserver.ApiServer;
import dev.privateregistry.operator.apiserver.Program;
import dev.privateregistry.operator.apiserver.RealApiServer;
import dev.privateregistry.operator.app.OperatorApp;
import dev.privateregistry.operator.app.OperatorOptions;
import dev.privateregistry.operator.cluster.Definitions;
import dev.privateregistry.operator.cluster.Wait;
import dev.privateregistry.operator.samples.Samples;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What kubectl, kustomize and helm make of deploy/, on a real API server. */
@Tag("apiserver")
@ExtendWith(RealApiServer.class)
class InstallationTest {
  private static final String NAME = "private-registry-operator";
  private static final String SYSTEM = "private-registry-system";
  private static final String DEPLOY = Path.of("..", "deploy").toString();
  private static final String CHART = Path.of(DEPLOY, "helm", NAME).toString();

  private final ApiServer server;
  private final Program kubectl;
  private final String namespace;

  InstallationTest(ApiServer server) {
    this.server = server;
    kubectl = server.kubectl();
    namespace = server.newNamespace();
  }

  @Test
  void shouldMakeTheSameObjectsOfTheKustomizationAndOfTheChart() {
    Objects kustomized = Objects.of(server.kustomize().succeed("build", DEPLOY)).normal();
    Objects templated = Objects.of(template(NAME, SYSTEM)).normal();

    assertEquals(kustomized.byName().keySet(), templated.byName().keySet());
    kustomized
        .byName()
        .forEach((name, object) -> assertEquals(object, templated.byName().get(name), name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "namespaced", "high-availability", "everything", "nothing-optional"})
  void shouldPassTheLintAndBeAcceptedByTheApiServer(String values) {
    Definitions.install(server.administrator(), OptionalKind.SERVICE_MONITOR);
    for (String team : List.of("team-a", "team-b")) {
      kubectl.run("create", "namespace", team);
    }
    String[] given = values.isEmpty() ? new String[0] : new String[] {"-f", values(values)};
    server.helm().succeed(with(List.of("lint", "--strict", CHART), given));

    String release = values.isEmpty() ? "plain" : values;
    Program.Result applied =
        kubectl.feed(
            template(release, namespace, given),
            "apply",
            "--server-side",
            "--dry-run=server",
            "--force-conflicts",
            "-f",
            "-");

    assertEquals(0, applied.exit(), applied.output());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replicas=2,leaderElection=false | replicas: more than one operator would work",
        "metrics.serviceMonitor.enabled=true,metrics.service=false | a ServiceMonitor needs a",
        "serviceAccount.create=false | serviceAccount.name: name the ServiceAccount that exists",
        "replicas=0 | /replicas",
        "watchNamespaces[0]=Team | /watchNamespaces/0",
        "replica=2 | 'replica' not allowed",
        "logging.level=loud | /logging/level",
      })
  void shouldRefuseValuesThatMakeNoSense(String values, String message) {
    Program.Result result =
        server.helm().run("template", "x", CHART, "--kube-version", "1.34.0", "--set", values);
    assertNotEquals(0, result.exit());
    assertTrue(result.output().contains(message), result.output());
  }

  @Test
  void shouldHaveASecondPodAndABudgetByTheComponent() {
    Objects objects =
        Objects.of(
            server
                .kustomize()
                .succeed("build", Path.of("..", "samples", "gitops", "operator").toString()));
    ObjectNode deployment = objects.get("Deployment " + SYSTEM + "/" + NAME);
    assertEquals(2, deployment.at("/spec/replicas").asInt());
    assertEquals(
        1,
        objects
            .get("PodDisruptionBudget " + SYSTEM + "/" + NAME)
            .at("/spec/maxUnavailable")
            .asInt());
  }

  /** Pod security admission looks at the pods themselves, not at the Deployment. */
  @ParameterizedTest
  @ValueSource(strings = {"", "everything"})
  void shouldMakePodsThatTheRestrictedStandardAdmits(String values) {
    String[] given = values.isEmpty() ? new String[0] : new String[] {"-f", values(values)};
    Objects objects = Objects.of(template("restricted", namespace, given));
    ObjectNode deployment =
        objects.byName().values().stream()
            .filter(it -> it.path("kind").asText().equals("Deployment"))
            .findFirst()
            .orElseThrow();
    ObjectNode pod = pod(deployment);
    kubectl.succeed(
        "create", "serviceaccount", pod.at("/spec/serviceAccountName").asText(), "-n", namespace);
    pod.withObject("/spec").remove("priorityClassName");

    Program.Result admitted = create(pod);
    assertEquals(0, admitted.exit(), admitted.output());

    pod.withObject("/metadata").put("name", "careless");
    pod.withObject("/spec/securityContext").remove("runAsNonRoot");
    Program.Result refused = create(pod);
    assertTrue(refused.output().contains("violates PodSecurity \"restricted"), refused.output());
  }

  @Test
  void shouldInstallUpgradeAndUninstallByHelm() {
    String[] place = {"-n", namespace, "--set", "crds.install=false,aggregatedRoles=false"};
    Program helm = server.helm();
    helm.succeed(with(List.of("install", "shop", CHART), place));
    assertEquals("1", kubectl.succeed(get("deployment/shop", "{.spec.replicas}")));
    assertFalse(kubectl.run("get", "pdb/shop", "-n", namespace).exit() == 0);

    helm.succeed(with(List.of("upgrade", "shop", CHART, "--set", "replicas=2"), place));
    assertEquals("2", kubectl.succeed(get("deployment/shop", "{.spec.replicas}")));
    assertEquals("1", kubectl.succeed(get("pdb/shop", "{.spec.maxUnavailable}")));

    helm.succeed("uninstall", "shop", "-n", namespace);
    assertNotEquals(0, kubectl.run("get", "deployment/shop", "-n", namespace).exit());
    kubectl.succeed("get", "crd/privateregistries.privateregistry.dev");
  }

  @Test
  void shouldWorkWithTheRightsOfASingleNamespace() {
    String elsewhere = server.newNamespace();
    String release =
        template(
            "local",
            namespace,
            "--set",
            "watchNamespaces={" + namespace + "},crds.install=false,aggregatedRoles=false");
    Program.Result applied = kubectl.feed(release, "apply", "--server-side", "-f", "-");
    assertEquals(0, applied.exit(), applied.output());

    try (KubernetesClient client = server.newAccountClient(namespace, "local")) {
      KubernetesClientException refused =
          Assertions.assertThrows(
              KubernetesClientException.class,
              () -> client.secrets().inNamespace(elsewhere).list());
      assertEquals(403, refused.getCode());
      try (OperatorApp app =
          OperatorApp.start(
              client,
              new OperatorOptions(Set.of(namespace), null, null, OperatorOptions.defaultImage()))) {
        assertEquals(-1, app.port());
        PrivateRegistry resource = Samples.read("quickstart");
        resource.getMetadata().setNamespace(namespace);
        server.administrator().resource(resource).create();
        Wait.until(
            "a Deployment",
            () ->
                kubectl.run(with(List.of("get"), "deployment/quickstart", "-n", namespace)).exit()
                    == 0,
            () -> kubectl.run("get", "preg", "-o", "yaml", "-n", namespace).output());
        server.administrator().resource(resource).delete();
      }
    }
  }

  private static ObjectNode pod(ObjectNode deployment) {
    ObjectNode pod = deployment.withObject("/spec/template").deepCopy();
    pod.put("apiVersion", "v1").put("kind", "Pod");
    pod.withObject("/metadata").put("name", "operator");
    return pod;
  }

  private Program.Result create(ObjectNode object) {
    return kubectl.feed(object.toString(), "create", "-n", namespace, "-f", "-");
  }

  private String template(String release, String place, String... more) {
    return server
        .helm()
        .succeed(
            with(
                List.of("template", release, CHART, "-n", place, "--kube-version", "1.34.0"),
                more));
  }

  private String[] get(String object, String path) {
    return new String[] {"get", object, "-n", namespace, "-o", "jsonpath=" + path};
  }

  private static String values(String name) {
    return Path.of(CHART, "ci", name + ".yaml").toString();
  }

  private static String[] with(List<String> first, String... more) {
    List<String> all = new ArrayList<>(first);
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }
}
