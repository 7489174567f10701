package dev.privateregistry.operator.apiserver;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.operator.cluster.FakeCluster;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a user sees of the resource by kubectl, and what several writers make of one. */
@Tag("apiserver")
@ExtendWith(RealApiServer.class)
class ExplainTest {
  /** What is as in the spec of a Pod or of a NetworkPolicy is explained there. */
  private static final Set<String> OF_KUBERNETES =
      Set.of(
          "spec.pod.affinity",
          "spec.pod.tolerations",
          "spec.pod.topologySpreadConstraints",
          "spec.networkPolicy.metricsFrom");

  private final Program kubectl;
  private final String namespace;

  ExplainTest(ApiServer server) {
    kubectl = server.kubectl();
    namespace = server.newNamespace();
  }

  @Test
  void shouldExplainEveryFieldOfTheSpec() {
    Set<String> silent = new TreeSet<>();
    JSONSchemaProps schema = FakeCluster.schema();
    unexplained("spec", requireNonNull(schema.getProperties().get("spec")), silent);
    assertEquals(Set.of(), silent);
  }

  @Test
  void shouldPrintTheExplanations() {
    String all = kubectl.succeed("explain", "privateregistry.spec", "--recursive");
    for (String field : List.of("replicas", "monitoring", "existingClaim", "overlap")) {
      assertTrue(all.contains(field), all);
    }
    String one = kubectl.succeed("explain", "preg.spec.replicas").replaceAll("\\s+", " ");
    assertTrue(one.contains("More than one needs a volume with the access mode"), one);
  }

  @Test
  void shouldBeAmongAllOfANamespace() {
    apply("one", "{}");
    String all = kubectl.succeed("get", "all", "-n", namespace, "-o", "name");
    assertTrue(all.contains("privateregistry.privateregistry.dev/r"), all);
  }

  @Test
  void shouldLetTwoWritersOwnUsersOfTheirOwn() {
    apply("one", "{auth: {users: [{name: ann}]}}");
    apply("two", "{auth: {users: [{name: bob, rotation: {every: 720h}}]}}");
    assertEquals("ann bob", users());

    apply("one", "{auth: {users: [{name: carl}]}}");
    assertEquals("bob carl", users());

    apply("two", "{auth: {}}");
    assertEquals("carl", users());
  }

  private String users() {
    String names =
        kubectl.succeed(
            "get", "preg/r", "-n", namespace, "-o", "jsonpath={.spec.auth.users[*].name}");
    return String.join(" ", new TreeSet<>(List.of(names.split(" "))));
  }

  private void apply(String manager, String spec) {
    Program.Result result =
        kubectl.feed(
            """
            apiVersion: privateregistry.dev/v1alpha1
            kind: PrivateRegistry
            metadata: {name: r, namespace: %s}
            spec: %s
            """
                .formatted(namespace, spec),
            "apply",
            "--server-side",
            "--field-manager=" + manager,
            "-f",
            "-");
    assertEquals(0, result.exit(), result.output());
  }

  private static void unexplained(String path, JSONSchemaProps schema, Set<String> silent) {
    String description = schema.getDescription();
    if (description == null || !(description.endsWith(".") || description.endsWith(".svc"))) {
      silent.add(path);
    }
    if (OF_KUBERNETES.contains(path)) {
      return;
    }
    JSONSchemaProps fields = schema.getItems() == null ? schema : schema.getItems().getSchema();
    if (fields.getProperties() != null) {
      fields
          .getProperties()
          .forEach((name, field) -> unexplained(path + "." + name, field, silent));
    }
  }
}
