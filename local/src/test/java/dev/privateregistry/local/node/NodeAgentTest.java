package dev.privateregistry.local.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.local.kube.EmbeddedKubernetes;
import dev.privateregistry.local.kube.Options;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent on a real API with a real program in place of the registry. */
class NodeAgentTest {
  @TempDir Path temporary;
  private Path folder;
  private EmbeddedKubernetes kubernetes;
  private KubernetesClient client;
  private LocalPorts ports;
  private NodeAgent agent;
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void setUp() throws IOException {
    folder = temporary.resolve("node");
    kubernetes = EmbeddedKubernetes.start(new Options(null, 0));
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(kubernetes.kubeconfig()))
            .build();
    ports = LocalPorts.startingAt(0);
    agent = start();
  }

  @AfterEach
  void tearDown() throws IOException {
    http.close();
    agent.close();
    ports.close();
    client.close();
    kubernetes.close();
  }

  @Test
  void shouldRunADeploymentBehindItsService() throws Exception {
    apply("config: first");
    awaitReady();
    assertEquals("config: first, data: " + claim(), get("/"));
    assertEquals("s3cret", get("/token"));
    Pod pod = pod();
    assertEquals("Running", pod.getStatus().getPhase());
    assertTrue(pod.getStatus().getPodIP().startsWith("127."));
    Poll.until(
        () ->
            client
                    .apps()
                    .deployments()
                    .withName("stand-in")
                    .get()
                    .getStatus()
                    .getAvailableReplicas()
                == 1);
    Poll.until(
        () ->
            client.discovery().v1().endpointSlices().list().getItems().stream()
                .flatMap(slice -> slice.getEndpoints().stream())
                .anyMatch(endpoint -> endpoint.getConditions().getReady()));
    Poll.until(() -> events().contains("Started"));
  }

  @Test
  void shouldBringChangedFilesToTheProcessWithoutARestart() throws Exception {
    apply("config: first");
    awaitReady();
    configMap("config: second");
    Poll.until(() -> get("/").startsWith("config: second"));
    assertEquals(0, container().getRestartCount());
  }

  @Test
  void shouldReplaceThePodOfAnOldTemplateAndKeepItsData() throws Exception {
    apply("config: first");
    awaitReady();
    String before = pod().getMetadata().getName();
    client
        .apps()
        .deployments()
        .withName("stand-in")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"v\":\"2\"}}}}}");
    Poll.until(() -> !pod().getMetadata().getName().equals(before) && isReady());
    assertEquals(List.of("start", "end", "start"), Files.readAllLines(claim().resolve("journal")));
  }

  @Test
  void shouldStartAKilledProcessAgain() throws Exception {
    apply("config: first");
    awaitReady();
    kill();
    Poll.until(() -> container().getRestartCount() == 1 && isReady());
    assertEquals(137, container().getLastState().getTerminated().getExitCode());
    Poll.until(() -> get("/").startsWith("config: first"));
    kill();
    Poll.until(() -> container().getState().getWaiting() != null);
    Poll.until(() -> container().getState().getWaiting().getReason().equals("CrashLoopBackOff"));
    assertFalse(isReady());
  }

  @Test
  void shouldRestartAProcessWhoseLivenessProbeFails() throws Exception {
    apply("config: first");
    awaitReady();
    Path sick = Files.createFile(claim().resolve("sick"));
    Poll.until(() -> container().getRestartCount() == 1);
    Files.delete(sick);
    awaitReady();
    assertEquals(List.of("start", "end", "start"), Files.readAllLines(claim().resolve("journal")));
  }

  @Test
  void shouldStopTheProcessOfADeletedDeploymentAndThenDropItsClaim() throws Exception {
    apply("config: first");
    awaitReady();
    ProcessHandle process = process();
    client.persistentVolumeClaims().withName("data").delete();
    Poll.until(
        () ->
            client
                    .persistentVolumeClaims()
                    .withName("data")
                    .get()
                    .getMetadata()
                    .getDeletionTimestamp()
                != null);
    assertTrue(Files.exists(claim().resolve("journal")), "in use: it stays");
    client.apps().deployments().withName("stand-in").delete();
    Poll.until(() -> client.pods().list().getItems().isEmpty());
    assertFalse(process.isAlive());
    Poll.until(() -> client.persistentVolumeClaims().withName("data").get() == null);
    assertFalse(Files.exists(claim()));
    assertTrue(
        Files.notExists(PodFolder.pods(folder)) || isEmpty(PodFolder.pods(folder)),
        "no file of the pod is left");
  }

  @Test
  void shouldSayWhyAPodCannotStartAndStartItOnceItCan() throws Exception {
    apply("config: first");
    client.secrets().withName("token").delete();
    client.apps().deployments().withName("stand-in").delete();
    Poll.until(() -> client.pods().list().getItems().isEmpty());
    load("stand-in.yaml");
    Poll.until(
        () ->
            container()
                .getState()
                .getWaiting()
                .getMessage()
                .contains("secret \"token\" not found"));
    assertEquals("Pending", pod().getStatus().getPhase());
    secret();
    awaitReady();
  }

  @Test
  void shouldSayThatNoProgramStandsForAnImage() throws Exception {
    configMap("config: first");
    try (var resource = NodeAgentTest.class.getResourceAsStream("stand-in.yaml")) {
      Deployment deployment = Serialization.unmarshal(resource);
      deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().setImage("nginx:1");
      create(deployment);
    }
    Poll.until(() -> container().getState().getWaiting().getReason().equals("ErrImagePull"));
    Poll.until(() -> events().contains("no program on this node stands for image nginx:1"));
  }

  @Test
  void shouldTakeUpItsPodsAgainAfterARestart() throws Exception {
    apply("config: first");
    awaitReady();
    String name = pod().getMetadata().getName();
    ProcessHandle process = process();
    agent.close();
    assertFalse(process.isAlive());
    assertFalse(isReady());
    agent = start();
    awaitReady();
    assertEquals(name, pod().getMetadata().getName());
    Poll.until(() -> get("/").startsWith("config: first"));
  }

  private NodeAgent start() throws IOException {
    Path launcher = temporary.resolve("stand-in");
    if (Files.notExists(launcher)) {
      Files.writeString(
          launcher,
          "#!/bin/sh\nexec '%s/bin/java' -XX:TieredStopAtLevel=1 -Xshare:auto -cp '%s' %s \"$@\"\n"
              .formatted(
                  System.getProperty("java.home"),
                  Path.of("target/test-classes").toAbsolutePath(),
                  StandInServer.class.getName()));
      Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
    }
    Programs programs =
        new Programs(Map.of("example/stand-in", new Program(launcher, Map.of("web", "HTTP_ADDR"))));
    Backoff backoff =
        new Backoff(Duration.ofMillis(1500), Duration.ofSeconds(3), Duration.ofMinutes(1));
    return NodeAgent.start(client, new NodeOptions(folder, programs, ports, backoff));
  }

  private void apply(String config) throws IOException {
    configMap(config);
    secret();
    load("claim.yaml");
    load("service.yaml");
    load("stand-in.yaml");
  }

  private void configMap(String text) {
    create(
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("config")
            .endMetadata()
            .addToData("server.txt", text + ", data: /var/lib/data")
            .build());
  }

  private void secret() {
    create(
        new SecretBuilder()
            .withNewMetadata()
            .withName("token")
            .endMetadata()
            .addToStringData("token", "s3cret")
            .build());
  }

  private void load(String name) throws IOException {
    try (var resource = NodeAgentTest.class.getResourceAsStream(name)) {
      create(Serialization.unmarshal(resource));
    }
  }

  private void create(HasMetadata object) {
    client.resource(object).fieldManager("test").forceConflicts().serverSideApply();
  }

  private void awaitReady() throws InterruptedException {
    Poll.until(this::isReady);
    Poll.until(() -> agent.localPort("default", "stand-in").isPresent());
  }

  private boolean isReady() {
    return Pods.isReady(pod());
  }

  private Pod pod() {
    return client.pods().list().getItems().getFirst();
  }

  private ContainerStatus container() {
    return pod().getStatus().getContainerStatuses().getFirst();
  }

  private ProcessHandle process() {
    String id = container().getContainerID();
    return ProcessHandle.of(Long.parseLong(id.substring("process://".length()))).orElseThrow();
  }

  private void kill() {
    process().destroyForcibly();
  }

  private Path claim() {
    return PodFolder.claim(folder, "default", "data");
  }

  private String events() {
    StringBuilder text = new StringBuilder();
    client
        .v1()
        .events()
        .list()
        .getItems()
        .forEach(event -> text.append(event.getReason()).append(' ').append(event.getMessage()));
    return text.toString();
  }

  private String get(String path) throws IOException, InterruptedException {
    int port = agent.localPort("default", "stand-in").orElseThrow();
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (var entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }
}
