package dev.privateregistry.operator.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistryStatus;
import dev.privateregistry.operator.cluster.FakeCluster;
import dev.privateregistry.operator.decide.Plan;
import dev.privateregistry.operator.decide.Write;
import dev.privateregistry.operator.samples.Samples;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlanApplierTest {
  private static final PrivateRegistryStatus NOTHING = PrivateRegistryStatus.NONE;

  private final FakeCluster cluster = new FakeCluster();
  private final KubernetesClient client = cluster.newClient("operator");
  private final PlanApplier applier =
      new PlanApplier(client, new AskedObjects(client), new NeverTheSame());
  private PrivateRegistry resource = Samples.read("quickstart");

  @BeforeEach
  void create() {
    resource.getMetadata().setUid("u1");
    resource = cluster.client().resource(resource).create();
  }

  @AfterEach
  void close() {
    client.close();
    cluster.close();
  }

  @Test
  void shouldWriteInOrderAndReportWhenDone() {
    Outcome outcome = perform(new Write.Create(map("a", "1")), new Write.Apply(map("b", "1")));

    assertInstanceOf(Outcome.Done.class, outcome);
    assertEquals(
        List.of(
            "POST /api/v1/namespaces/default/configmaps",
            "PATCH /api/v1/namespaces/default/configmaps/b",
            "PATCH /apis/privateregistry.dev/v1alpha1/namespaces/default/privateregistries/quickstart/status"),
        cluster.writesOf("operator"));
  }

  @Test
  void shouldWriteNothingWhenTheResourceIsGone() {
    cluster.client().resource(resource).delete();

    Outcome outcome = perform(new Write.Apply(map("a", "1")));

    assertInstanceOf(Outcome.Overtaken.class, outcome);
    assertEquals(List.of(), cluster.writesOf("operator"));
  }

  @Test
  void shouldWriteNothingForAResourceThatWasMadeAnew() {
    cluster.client().resource(resource).delete();
    PrivateRegistry other = Samples.read("quickstart");
    other.getMetadata().setUid("u2");
    cluster.client().resource(other).create();

    assertInstanceOf(Outcome.Overtaken.class, perform(new Write.Apply(map("a", "1"))));
    assertEquals(List.of(), cluster.writesOf("operator"));
  }

  @Test
  void shouldStopWhenTheObjectToCreateIsThere() {
    cluster.client().resource(map("a", "theirs")).create();

    Outcome outcome = perform(new Write.Create(map("a", "1")), new Write.Apply(map("b", "1")));

    assertInstanceOf(Outcome.Overtaken.class, outcome);
    assertEquals("theirs", value("a"));
    assertNull(cluster.client().resource(map("b", "1")).get());
  }

  @Test
  void shouldStopWhenTheObjectToUpdateHasChanged() {
    ConfigMap seen = cluster.client().resource(map("a", "1")).create();
    seen.getMetadata().setResourceVersion("0");
    seen.setData(Map.of("key", "2"));

    Outcome outcome = perform(new Write.Update(seen), new Write.Apply(map("b", "1")));

    assertInstanceOf(Outcome.Overtaken.class, outcome);
    assertEquals("1", value("a"));
    assertNull(cluster.client().resource(map("b", "1")).get());
  }

  @Test
  void shouldReplaceContentAndKeepWhatOthersMarked() {
    ConfigMap seen = map("a", "1");
    seen.getMetadata().setAnnotations(Map.of("theirs", "yes"));
    seen = cluster.client().resource(seen).create();
    ConfigMap update = map("a", "2");
    update.getMetadata().setResourceVersion(seen.getMetadata().getResourceVersion());
    update.getMetadata().setAnnotations(Map.of("ours", "yes"));
    update.setData(Map.of("other", "2"));

    assertInstanceOf(Outcome.Done.class, perform(new Write.Update(update)));

    ConfigMap after = cluster.client().resource(seen).get();
    assertEquals(Map.of("other", "2"), after.getData());
    assertEquals(Map.of("theirs", "yes", "ours", "yes"), after.getMetadata().getAnnotations());
  }

  @Test
  void shouldStopWhenWhatThePlanWasMadeFromIsOld() {
    ConfigMap seen = cluster.client().resource(map("a", "1")).create();
    cluster.client().resource(map("a", "2")).update();

    Outcome outcome = perform(new Write.Confirm(seen), new Write.Apply(map("b", "1")));

    assertInstanceOf(Outcome.Overtaken.class, outcome);
    assertEquals(List.of(), cluster.writesOf("operator"));
  }

  @Test
  void shouldStopWhenAnObjectIsThereThatThePlanDoesNotKnow() {
    cluster.client().resource(map("a", "1")).create();

    Outcome outcome = perform(new Write.Confirm(map("a", "1")), new Write.Apply(map("b", "1")));

    assertInstanceOf(Outcome.Overtaken.class, outcome);
    assertEquals(List.of(), cluster.writesOf("operator"));
  }

  @Test
  void shouldGoOnWhenAnObjectIsNotThereAsThePlanSays() {
    assertInstanceOf(Outcome.Done.class, perform(new Write.Confirm(map("a", "1"))));
  }

  @Test
  void shouldBeDoneWhenTheObjectToDeleteIsGone() {
    ConfigMap seen = cluster.client().resource(map("a", "1")).create();
    cluster.client().resource(seen).delete();

    assertInstanceOf(Outcome.Done.class, perform(new Write.Delete(seen)));
  }

  @Test
  void shouldTellTheWriteThatIsRefused() {
    cluster.failWrites(
        request ->
            request.getPath().contains("/configmaps/b")
                ? FakeCluster.status(422, "Invalid", "data is wrong")
                : null);

    Outcome outcome =
        perform(
            new Write.Apply(map("a", "1")),
            new Write.Apply(map("b", "1")),
            new Write.Apply(map("c", "1")));

    Outcome.Refused refused = assertInstanceOf(Outcome.Refused.class, outcome);
    assertEquals("b", refused.write().object().getMetadata().getName());
    assertEquals("1", value("a"));
    assertNull(cluster.client().resource(map("c", "1")).get());
  }

  private Outcome perform(Write... writes) {
    return applier.perform(resource, new Plan(List.of(writes), NOTHING, List.of(), Instant.EPOCH));
  }

  private @Nullable String value(String name) {
    return cluster.client().resource(map(name, "")).get().getData().get("key");
  }

  private static ConfigMap map(String name, String value) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("default")
        .endMetadata()
        .withData(Map.of("key", value))
        .build();
  }

  /** Knows what the API server says when it is asked. */
  private record AskedObjects(KubernetesClient client) implements KnownObjects {
    @Override
    public <T extends HasMetadata> Optional<T> newest(T object) {
      return Optional.ofNullable(client.resource(object).get());
    }

    @Override
    public <T extends HasMetadata> void written(@Nullable T before, T after) {}
  }

  private static final class NeverTheSame implements Sameness {
    @Override
    public <T extends HasMetadata> boolean holds(T live, T desired) {
      return false;
    }
  }
}
