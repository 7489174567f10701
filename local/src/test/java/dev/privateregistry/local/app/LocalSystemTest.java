package dev.privateregistry.local.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.privateregistry.local.node.LocalPorts;
import dev.privateregistry.local.node.Poll;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API, the node, the operator and the registry server as {@code ./up} starts them. */
class LocalSystemTest {
  private static final Home HOME = new Home(Path.of("..").toAbsolutePath().normalize());

  @TempDir Path temporary;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final Console console =
      new Console(new PrintStream(output, true, StandardCharsets.UTF_8));
  private Path manifest;
  private Path data;

  @BeforeEach
  void setUp() throws IOException {
    assumeTrue(isBuilt(), "the programs are not built; ./mvnw verify builds them first");
    data = temporary.resolve("data");
    manifest = temporary.resolve("registry.yaml");
    Files.copy(HOME.root().resolve("samples/quickstart.yaml"), manifest);
  }

  @Test
  void shouldServeTheRegistryOfAFileAndFindEverythingAgainAfterARestart() throws Exception {
    String password;
    String authority;
    try (LocalPorts ports = LocalPorts.startingAt(0);
        DataFolder folder = DataFolder.open(data);
        LocalSystem system = LocalSystem.startApi(HOME, folder, console);
        ManifestWatch watch = watch(system, ports);
        StatusFollower follower = new StatusFollower(system, folder, console)) {
      assertEquals("privateregistry/quickstart", watch.summary());
      system.startNodeAndOperator(ports);
      follower.start();
      awaitReady(system);
      password = Passwords.read(data, "alice", null);
      Path file = folder.certificateAuthority("default", "quickstart");
      Poll.until(() -> Files.exists(file) && shown().contains("docker login localhost:"));
      authority = Files.readString(file);
      assertEquals(200, login(ports.first(), authority, password));
      assertEquals(
          "https://localhost:" + ports.first(), resource(system.client()).getStatus().url());
      assertEquals(401, login(ports.first(), authority, password + "x"));

      shouldRefuseABrokenFileAndTakeACorrectedOne(system.client());
    }
    try (LocalPorts ports = LocalPorts.startingAt(0);
        DataFolder folder = DataFolder.open(data);
        LocalSystem system = LocalSystem.startApi(HOME, folder, console);
        ManifestWatch watch = watch(system, ports)) {
      assertEquals("privateregistry/quickstart", watch.summary());
      system.startNodeAndOperator(ports);
      Poll.until(() -> login(ports.first(), authority, password) == 200);
      Poll.until(
          () ->
              ("https://localhost:" + ports.first())
                  .equals(resource(system.client()).getStatus().url()));
    }
  }

  @Test
  void shouldHoldUsersToTheirRulesAndChangeThemWithoutARestart() throws Exception {
    String limited =
        Files.readString(manifest)
            .replace(
                "- name: alice",
                "- name: alice\n      access: [{repositories: [\"a/**\"], actions: [pull]}]");
    Files.writeString(manifest, limited);
    try (LocalPorts ports = LocalPorts.startingAt(0);
        DataFolder folder = DataFolder.open(data);
        LocalSystem system = LocalSystem.startApi(HOME, folder, console);
        ManifestWatch watch = watch(system, ports);
        StatusFollower follower = new StatusFollower(system, folder, console)) {
      assertEquals("privateregistry/quickstart", watch.summary());
      system.startNodeAndOperator(ports);
      follower.start();
      awaitReady(system);
      String password = Passwords.read(data, "alice", null);
      Path file = folder.certificateAuthority("default", "quickstart");
      Poll.until(() -> Files.exists(file));
      String authority = Files.readString(file);
      String pod = pod(system.client());
      assertEquals(404, get(ports.first(), authority, password, "a/x/tags/list"));
      assertEquals(403, get(ports.first(), authority, password, "b/x/tags/list"));
      Files.writeString(manifest, limited.replace("a/**", "b/**"));
      Poll.until(() -> get(ports.first(), authority, password, "b/x/tags/list") == 404);
      assertEquals(403, get(ports.first(), authority, password, "a/x/tags/list"));
      assertEquals(pod, pod(system.client()));
    }
  }

  private static String pod(KubernetesClient client) {
    return client.pods().inNamespace("default").list().getItems().stream()
        .map(pod -> pod.getMetadata().getUid())
        .collect(Collectors.joining(" "));
  }

  private void shouldRefuseABrokenFileAndTakeACorrectedOne(KubernetesClient client)
      throws Exception {
    String good = Files.readString(manifest);
    Files.writeString(manifest, good.replace("host: localhost", "host: 'no host'"));
    Poll.until(() -> shown().contains("refused, nothing is changed: ") && shown().contains("host"));
    Files.writeString(manifest, good.replace("every:", "evry:"));
    Poll.until(() -> shown().contains("evry"));
    assertEquals("720h", every(client));
    Files.writeString(manifest, good.replace("720h", "360h"));
    Poll.until(() -> every(client).equals("360h"));
    Files.writeString(manifest, "");
    Poll.until(() -> shown().contains("kubectl delete privateregistry/quickstart -n default"));
    assertEquals("360h", every(client));
    Files.writeString(manifest, good);
    Poll.until(() -> every(client).equals("720h"));
  }

  private ManifestWatch watch(LocalSystem system, LocalPorts ports) throws UpException {
    return ManifestWatch.start(
        List.of(manifest), new ServicePorts(ports.first()), new Applier(system.client()), console);
  }

  private static void awaitReady(LocalSystem system) throws InterruptedException {
    Poll.until(
        () ->
            resource(system.client())
                .getStatus()
                .condition("Ready")
                .filter(condition -> condition.getStatus().equals("True"))
                .isPresent());
  }

  private static PrivateRegistry resource(KubernetesClient client) {
    return client
        .resources(PrivateRegistry.class)
        .inNamespace("default")
        .withName("quickstart")
        .get();
  }

  private static String every(KubernetesClient client) {
    var rotation = resource(client).getSpec().auth().users().getFirst().rotation();
    return rotation == null ? "" : String.valueOf(rotation.every());
  }

  private String shown() {
    return output.toString(StandardCharsets.UTF_8);
  }

  private static int login(int port, String authority, String password) throws Exception {
    return get(port, authority, password, "");
  }

  private static int get(int port, String authority, String password, String path)
      throws Exception {
    String credential =
        Base64.getEncoder().encodeToString(("alice:" + password).getBytes(StandardCharsets.UTF_8));
    try (HttpClient http = HttpClient.newBuilder().sslContext(trusting(authority)).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/v2/" + path))
              .header("Authorization", "Basic " + credential)
              .timeout(Duration.ofSeconds(5))
              .build();
      return http.send(request, BodyHandlers.discarding()).statusCode();
    }
  }

  private static SSLContext trusting(String authority) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry(
        "ca",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(authority.getBytes(StandardCharsets.US_ASCII))));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), new SecureRandom());
    return context;
  }

  private static boolean isBuilt() {
    try {
      HOME.operator();
      HOME.programs();
      return true;
    } catch (UpException e) {
      return false;
    }
  }
}
