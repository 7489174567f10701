package dev.privateregistry.operator.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.operator.api.surroundings.OptionalKind;
import dev.privateregistry.operator.api.v1alpha1.Ownership;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.apply.ObjectEndpoint;
import dev.privateregistry.operator.cluster.Definitions;
import dev.privateregistry.operator.cluster.TestCluster;
import dev.privateregistry.operator.cluster.Wait;
import dev.privateregistry.operator.credentials.Bcrypt;
import dev.privateregistry.operator.credentials.RandomPasswords;
import dev.privateregistry.operator.decide.AuthorityPolicy;
import dev.privateregistry.operator.decide.Decider;
import dev.privateregistry.operator.desired.RegistryObjects;
import dev.privateregistry.operator.samples.Samples;
import dev.privateregistry.operator.tls.BouncyCastlePki;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Objects of kinds that a cluster may have or not. Which objects those are plays no part: an
 * HTTPProxy stands for all, asked for by an annotation.
 */
abstract class OptionalKindScenarios<C extends TestCluster> extends OperatorScenarios<C> {
  private static final OptionalKind KIND = OptionalKind.CONTOUR_HTTP_PROXY;
  private static final String ASKED = "example.com/expression";

  OptionalKindScenarios(C cluster) throws IOException {
    super(
        cluster,
        new Decider(
                OptionalKindScenarios::objects,
                new RandomPasswords(),
                new Bcrypt(),
                new BouncyCastlePki(),
                AuthorityPolicy.DEFAULT)
            ::decide);
    Definitions.remove(client, KIND);
  }

  private static List<HasMetadata> objects(PrivateRegistry resource) {
    List<HasMetadata> objects =
        new ArrayList<>(new RegistryObjects(OperatorOptions.defaultImage()).of(resource));
    Map<String, String> annotations = resource.getMetadata().getAnnotations();
    String expression = annotations == null ? "" : annotations.getOrDefault(ASKED, "");
    if (!expression.isEmpty()) {
      objects.add(rule(resource, expression));
    }
    return objects;
  }

  private static GenericKubernetesResource rule(PrivateRegistry resource, String expression) {
    Map<String, Object> alert = Map.of("alert", "Down", "expr", expression);
    return KIND.object(
        Ownership.metadata(resource, resource.getMetadata().getName() + "-asked"),
        Map.of("groups", List.of(Map.of("name", "asked", "rules", List.of(alert)))));
  }

  @Test
  void shouldMakeAnObjectOnceItsKindIsThere() {
    create(asking("up == 0"));
    Wait.until("told what is missing", () -> exposed().equals("KindMissing"), this::status);
    assertTrue(
        message().contains("HTTPProxy (projectcontour.io/v1)")
            && message().contains("install Contour's own kinds"),
        this::message);
    Wait.until("the rest", () -> image().equals(OperatorOptions.defaultImage()), this::status);

    Definitions.install(client, KIND);

    Wait.until("the object", () -> expression().equals("up == 0"), this::status);
    awaitReady();
    assertQuiet();
    assertEquals("quickstart", live().getMetadata().getLabels().get("app.kubernetes.io/instance"));
    assertEquals(1, live().getMetadata().getOwnerReferences().size());
  }

  @Test
  void shouldRepairAnObjectFollowTheSpecAndDeleteIt() {
    Definitions.install(client, KIND);
    create(asking("up == 0"));
    Wait.until("the object", () -> expression().equals("up == 0"), this::status);
    awaitReady();
    assertQuiet();

    endpoint()
        .edit(
            object -> {
              object.getMetadata().setAnnotations(Map.of("example.com/theirs", "yes"));
              object.setAdditionalProperty("spec", Map.of("groups", List.of()));
              return object;
            });
    Wait.until("repaired", () -> expression().equals("up == 0"), this::live);
    assertEquals("yes", live().getMetadata().getAnnotations().get("example.com/theirs"));

    annotate(ASKED, "up == 1");
    Wait.until("changed", () -> expression().equals("up == 1"), this::live);

    endpoint().delete();
    Wait.until("back", () -> expression().equals("up == 1"), this::status);
    assertQuiet();

    restart();
    assertQuiet();
    annotate(ASKED, "");
    Wait.until("gone", () -> endpoint().get() == null, this::live);
    assertQuiet();
  }

  @Test
  void shouldGoOnWhenAKindIsRemoved() {
    Definitions.install(client, KIND);
    create(asking("up == 0"));
    Wait.until("the object", () -> expression().equals("up == 0"), this::status);

    Definitions.remove(client, KIND);

    Wait.until("told what is missing", () -> exposed().equals("KindMissing"), this::status);
    client.services().inNamespace(namespace).withName("quickstart").delete();
    Wait.until("the Service back", () -> service() != null, () -> "none");
  }

  private static PrivateRegistry asking(String expression) {
    PrivateRegistry resource = Samples.read("quickstart");
    resource.getMetadata().setAnnotations(Map.of(ASKED, expression));
    return resource;
  }

  private Resource<GenericKubernetesResource> endpoint() {
    return client
        .genericKubernetesResources(ObjectEndpoint.of(KIND))
        .inNamespace(namespace)
        .withName("quickstart-asked");
  }

  private GenericKubernetesResource live() {
    return endpoint().require();
  }

  private String expression() {
    GenericKubernetesResource live = endpoint().get();
    String expression = live == null ? null : live.get("spec", "groups", 0, "rules", 0, "expr");
    return expression == null ? "" : expression;
  }

  private String exposed() {
    return told().map(Condition::getReason).orElse("");
  }

  private String message() {
    return told().map(Condition::getMessage).orElse("");
  }

  private Optional<Condition> told() {
    return Optional.ofNullable(resource().getStatus()).flatMap(it -> it.condition("Exposed"));
  }
}
