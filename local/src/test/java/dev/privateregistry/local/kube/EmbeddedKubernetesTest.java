package dev.privateregistry.local.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedKubernetesTest {
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("gardener")
          .build();

  private final EmbeddedKubernetes kubernetes = start(Options.inMemory());
  private final KubernetesClient client = client(kubernetes);
  private String namespace = "";

  private static EmbeddedKubernetes start(Options options) {
    try {
      return EmbeddedKubernetes.start(options);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KubernetesClient client(EmbeddedKubernetes kubernetes) {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(kubernetes.kubeconfig()))
        .build();
  }

  @BeforeAll
  void defineGardens() throws IOException {
    try (InputStream crd =
        Objects.requireNonNull(getClass().getResourceAsStream("gardens-crd.yaml"))) {
      client.load(crd).create();
    }
  }

  @BeforeEach
  void createNamespace(TestInfo test) {
    int number = Math.floorMod(test.getDisplayName().hashCode(), 1_000_000);
    namespace = "test-" + number;
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
  }

  @AfterAll
  void stop() {
    client.close();
    kubernetes.close();
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, () -> "waited in vain for " + what);
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }

  private ConfigMap configMap(String name, Map<String, String> data) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace)
        .endMetadata()
        .withData(data)
        .build();
  }

  private GenericKubernetesResource garden(String name, Map<String, Object> spec) {
    GenericKubernetesResource garden = new GenericKubernetesResource();
    garden.setApiVersion("example.dev/v1");
    garden.setKind("Garden");
    garden.setMetadata(new ObjectMetaBuilder().withName(name).withNamespace(namespace).build());
    garden.setAdditionalProperty("spec", spec);
    return garden;
  }

  @Test
  void shouldKeepWhatWasCreated() {
    ConfigMap created = client.resource(configMap("a", Map.of("k", "v"))).create();
    assertFalse(created.getMetadata().getUid().isEmpty());
    assertEquals(
        Map.of("k", "v"), client.configMaps().inNamespace(namespace).withName("a").get().getData());
  }

  @Test
  void shouldRefuseSecondObjectOfTheSameName() {
    client.resource(configMap("a", Map.of())).create();
    KubernetesClientException refused =
        assertThrows(
            KubernetesClientException.class,
            () -> client.resource(configMap("a", Map.of())).create());
    assertEquals(409, refused.getCode());
    assertEquals("AlreadyExists", refused.getStatus().getReason());
  }

  @Test
  void shouldRefuseUpdateOfAnOlderState() {
    ConfigMap first = client.resource(configMap("a", Map.of("k", "1"))).create();
    client.resource(configMap("a", Map.of("k", "2"))).update();
    ConfigMap stale = new ConfigMapBuilder(first).addToData("k", "3").build();
    KubernetesClientException refused =
        assertThrows(KubernetesClientException.class, () -> client.resource(stale).update());
    assertEquals(409, refused.getCode());
  }

  @Test
  void shouldRefuseObjectInMissingNamespace() {
    ConfigMap lost =
        new ConfigMapBuilder(configMap("a", Map.of()))
            .editMetadata()
            .withNamespace("nowhere")
            .endMetadata()
            .build();
    KubernetesClientException refused =
        assertThrows(KubernetesClientException.class, () -> client.resource(lost).create());
    assertEquals(404, refused.getCode());
    assertEquals("namespaces \"nowhere\" not found", refused.getStatus().getMessage());
  }

  @Test
  void shouldTellWatcherOfEveryChange() {
    List<String> seen = new CopyOnWriteArrayList<>();
    try (var watch =
        client
            .configMaps()
            .inNamespace(namespace)
            .watch(
                new Watcher<ConfigMap>() {
                  @Override
                  public void eventReceived(Action action, ConfigMap object) {
                    seen.add(action + " " + object.getData().getOrDefault("k", ""));
                  }

                  @Override
                  public void onClose(WatcherException cause) {
                    seen.add("closed " + cause.getMessage());
                  }
                })) {
      client.resource(configMap("a", Map.of("k", "1"))).create();
      client.resource(configMap("a", Map.of("k", "2"))).update();
      client.configMaps().inNamespace(namespace).withName("a").delete();
      await("three events", () -> seen.size() >= 3);
      assertEquals(List.of("ADDED 1", "MODIFIED 2", "DELETED 2"), seen);
    }
  }

  @Test
  void shouldBeginWatchBeforeAnythingChanges() throws Exception {
    HttpRequest watch =
        HttpRequest.newBuilder(
                kubernetes
                    .address()
                    .resolve("/api/v1/namespaces/" + namespace + "/pods?watch=1&timeoutSeconds=30"))
            .header("Authorization", "Bearer " + kubernetes.token())
            .timeout(Duration.ofSeconds(5))
            .build();
    try (HttpClient http = HttpClient.newBuilder().sslContext(trust()).build()) {
      HttpResponse<InputStream> answer =
          http.send(watch, HttpResponse.BodyHandlers.ofInputStream());
      assertEquals(200, answer.statusCode());
      http.shutdownNow();
    }
  }

  private SSLContext trust() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(
        "kubernetes",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(
                    kubernetes.certificate().getBytes(StandardCharsets.US_ASCII))));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  @Test
  void shouldFillInformer() {
    client.resource(configMap("a", Map.of("k", "1"))).create();
    try (SharedIndexInformer<ConfigMap> informer =
        client.configMaps().inNamespace(namespace).inform()) {
      await("the list", () -> !informer.getStore().list().isEmpty());
      client.resource(configMap("b", Map.of("k", "1"))).create();
      await("the watch", () -> informer.getStore().list().size() == 2);
    }
  }

  @Test
  void shouldCreateAndChangeByServerSideApply() {
    client.resource(configMap("a", Map.of("k", "1", "old", "x"))).patch(APPLY);
    ConfigMap changed = client.resource(configMap("a", Map.of("k", "2"))).patch(APPLY);
    assertEquals(Map.of("k", "2"), changed.getData());
    assertEquals(1, changed.getMetadata().getManagedFields().size());
    assertEquals("gardener", changed.getMetadata().getManagedFields().getFirst().getManager());
  }

  @Test
  void shouldWriteNothingWhenTheSameIsAppliedAgain() {
    ConfigMap first = client.resource(configMap("a", Map.of("k", "1"))).patch(APPLY);
    ConfigMap second = client.resource(configMap("a", Map.of("k", "1"))).patch(APPLY);
    assertEquals(
        first.getMetadata().getResourceVersion(), second.getMetadata().getResourceVersion());
  }

  @Test
  void shouldRefuseApplyOfAnotherManagersField() {
    client.resource(configMap("a", Map.of("k", "1"))).create();
    KubernetesClientException refused =
        assertThrows(
            KubernetesClientException.class,
            () -> client.resource(configMap("a", Map.of("k", "2"))).patch(APPLY));
    assertEquals(409, refused.getCode());
    assertTrue(
        refused
            .getStatus()
            .getMessage()
            .matches(
                "Apply failed with 1 conflict: conflict with \"[^\"]+\" using v1: \\.data\\.k"),
        refused.getStatus()::getMessage);
  }

  @Test
  void shouldStoreTextOfSecretAsData() {
    Secret secret =
        client
            .resource(
                new SecretBuilder()
                    .withNewMetadata()
                    .withName("s")
                    .withNamespace(namespace)
                    .endMetadata()
                    .addToStringData("password", "pw")
                    .build())
            .create();
    assertEquals(Map.of("password", "cHc="), secret.getData());
    assertEquals("Opaque", secret.getType());
  }

  @Test
  void shouldGiveServiceAnAddressAndKeepIt() {
    Service service =
        new ServiceBuilder()
            .withNewMetadata()
            .withName("web")
            .withNamespace(namespace)
            .endMetadata()
            .withNewSpec()
            .addNewPort()
            .withPort(80)
            .endPort()
            .endSpec()
            .build();
    String address = client.resource(service).create().getSpec().getClusterIP();
    assertTrue(address.startsWith("10.96."), address);
    assertEquals(address, client.resource(service).update().getSpec().getClusterIP());
  }

  @Test
  void shouldDefaultAndValidateCustomResource() {
    GenericKubernetesResource created =
        client.resource(garden("eden", Map.of("host", "eden.example"))).create();
    assertEquals(Integer.valueOf(3), created.get("spec", "size"));
    KubernetesClientException refused =
        assertThrows(
            KubernetesClientException.class,
            () ->
                client
                    .resource(garden("bad", Map.of("host", "a.b", "size", 2, "min", 5)))
                    .create());
    assertEquals(422, refused.getCode());
    assertEquals(
        "Garden.example.dev \"bad\" is invalid: spec: Invalid value: \"object\": min must not"
            + " exceed size",
        refused.getStatus().getMessage());
  }

  @Test
  void shouldWriteStatusThroughItsOwnPathOnly() {
    GenericKubernetesResource garden = garden("eden", Map.of("host", "eden.example"));
    garden.setAdditionalProperty("status", Map.of("conditions", List.of(Map.of("type", "A"))));
    assertNull(client.resource(garden).create().getAdditionalProperties().get("status"));
    GenericKubernetesResource changed = client.resource(garden).updateStatus();
    assertEquals("A", changed.get("status", "conditions", 0, "type"));
    assertEquals(1L, changed.getMetadata().getGeneration());
  }

  @Test
  void shouldRemoveWhatTheOwnerLeavesBehind() {
    ConfigMap owner = client.resource(configMap("owner", Map.of())).create();
    ConfigMap owned =
        new ConfigMapBuilder(configMap("owned", Map.of()))
            .editMetadata()
            .addToOwnerReferences(
                new OwnerReferenceBuilder()
                    .withApiVersion("v1")
                    .withKind("ConfigMap")
                    .withName("owner")
                    .withUid(owner.getMetadata().getUid())
                    .build())
            .endMetadata()
            .build();
    client.resource(owned).create();
    client.resource(owner).delete();
    await("garbage collection", () -> find("owned") == null);
  }

  private @Nullable ConfigMap find(String name) {
    return client.configMaps().inNamespace(namespace).withName(name).get();
  }

  @Test
  void shouldWaitForFinalizers() {
    ConfigMap held =
        new ConfigMapBuilder(configMap("held", Map.of()))
            .editMetadata()
            .addToFinalizers("example.dev/hold")
            .endMetadata()
            .build();
    client.resource(held).create();
    client.resource(held).delete();
    ConfigMap marked = Objects.requireNonNull(find("held"));
    assertFalse(marked.getMetadata().getDeletionTimestamp().isEmpty());
    marked.getMetadata().setFinalizers(List.of());
    client.resource(marked).update();
    assertNull(find("held"));
  }

  @Test
  void shouldEmptyNamespaceBeforeItGoes() {
    client.resource(configMap("a", Map.of())).create();
    client.namespaces().withName(namespace).delete();
    await("the end of the namespace", () -> client.namespaces().withName(namespace).get() == null);
    assertNull(find("a"));
  }

  @Test
  void shouldRefuseWrongToken() {
    Config config = Config.fromKubeconfig(kubernetes.kubeconfig());
    config.setOauthToken("guess");
    config.setAutoOAuthToken("guess");
    try (KubernetesClient stranger = new KubernetesClientBuilder().withConfig(config).build()) {
      KubernetesClientException refused =
          assertThrows(KubernetesClientException.class, () -> stranger.namespaces().list());
      assertEquals(401, refused.getCode());
    }
  }

  @Test
  void shouldFindEverythingAgainAfterRestart(@TempDir Path data) {
    String token;
    String uid;
    long revision;
    try (EmbeddedKubernetes first = start(new Options(data, 0));
        KubernetesClient user = client(first)) {
      token = first.token();
      ConfigMap kept =
          new ConfigMapBuilder(configMap("kept", Map.of("k", "v")))
              .editMetadata()
              .withNamespace("default")
              .endMetadata()
              .build();
      var stored = user.resource(kept).create().getMetadata();
      uid = stored.getUid();
      revision = Long.parseLong(stored.getResourceVersion());
    }
    try (EmbeddedKubernetes second = start(new Options(data, 0));
        KubernetesClient user = client(second)) {
      assertEquals(token, second.token());
      ConfigMap found = user.configMaps().inNamespace("default").withName("kept").get();
      assertEquals(uid, found.getMetadata().getUid());
      found.setData(Map.of("k", "w"));
      var changed = user.resource(found).update().getMetadata();
      assertTrue(Long.parseLong(changed.getResourceVersion()) > revision);
    }
  }

  @Test
  void shouldSayWhoHoldsTheFolder(@TempDir Path data) {
    try (EmbeddedKubernetes first = start(new Options(data, 0))) {
      assertTrue(first.address().getPort() > 0);
      IOException refused =
          assertThrows(IOException.class, () -> EmbeddedKubernetes.start(new Options(data, 0)));
      assertTrue(
          refused.toString().contains("in use by process " + ProcessHandle.current().pid()),
          refused::toString);
    }
  }
}
