package dev.privateregistry.operator.apiserver;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * etcd and kube-apiserver on free loopback ports, in a folder that goes when they are closed. RBAC
 * and the default admission plugins are on; there are no controllers. What the operator's account
 * does is recorded in {@link #auditLog()}.
 */
final class ControlPlane implements AutoCloseable {
  /** The account that the audit log follows. */
  static final String OPERATOR =
      "system:serviceaccount:private-registry-system:private-registry-operator";

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String LOOPBACK = "127.0.0.1";
  private static final String AUDIT_POLICY =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived]
      rules:
      - level: Metadata
        users: ["%s"]
      - level: None
      """;

  private final Path folder;
  private final String token = UUID.randomUUID().toString();
  private final List<Process> processes = new ArrayList<>();
  private final Thread hook = new Thread(this::kill, "stop-control-plane");
  private final int port;

  private ControlPlane(Path folder, int port) {
    this.folder = folder;
    this.port = port;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Starts both programs and waits until the API server says that it is ready. */
  static ControlPlane start(Tools tools) {
    try {
      ControlPlane started =
          new ControlPlane(Files.createTempDirectory("control-plane"), freePort());
      try {
        started.run(tools);
        return started;
      } catch (IOException | RuntimeException e) {
        started.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How an administrator reaches the API server. */
  Config administrator() {
    return as(token);
  }

  /** How the owner of a bearer token reaches the API server. */
  Config as(String bearerToken) {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl("https://" + LOOPBACK + ":" + port)
        .withCaCertFile(certificate().toString())
        .withOauthToken(bearerToken)
        .withNamespace("default")
        .build();
  }

  /** The certificate of the API server; the server has made it for itself. */
  Path certificate() {
    return folder.resolve("certificates").resolve("apiserver.crt");
  }

  /** Where a line is written for each request of {@link #OPERATOR}, in JSON. */
  Path auditLog() {
    return folder.resolve("audit.log");
  }

  /** A folder for what belongs to this control plane. */
  Path folder() {
    return folder;
  }

  @Override
  public void close() {
    kill();
    Runtime.getRuntime().removeShutdownHook(hook);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void kill() {
    processes.forEach(Process::destroyForcibly);
    for (Process process : processes) {
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run(Tools tools) throws IOException {
    String etcd = "http://" + LOOPBACK + ":" + freePort();
    launch("etcd", etcd(tools, etcd, "http://" + LOOPBACK + ":" + freePort()));
    Files.writeString(
        folder.resolve("tokens.csv"), token + ",administrator,administrator,system:masters\n");
    Files.writeString(folder.resolve("audit.yaml"), AUDIT_POLICY.formatted(OPERATOR));
    Files.writeString(folder.resolve("accounts.key"), signingKey());
    launch("kube-apiserver", apiServer(tools, etcd));
    awaitReady();
  }

  private List<String> etcd(Tools tools, String clients, String peers) {
    return List.of(
        tools.etcd().toString(),
        "--name=test",
        "--data-dir=" + folder.resolve("etcd"),
        "--unsafe-no-fsync",
        "--listen-client-urls=" + clients,
        "--advertise-client-urls=" + clients,
        "--listen-peer-urls=" + peers,
        "--initial-advertise-peer-urls=" + peers,
        "--initial-cluster=test=" + peers);
  }

  private List<String> apiServer(Tools tools, String etcd) {
    return List.of(
        tools.apiServer().toString(),
        "--etcd-servers=" + etcd,
        "--bind-address=" + LOOPBACK,
        "--advertise-address=" + LOOPBACK,
        "--endpoint-reconciler-type=none",
        "--secure-port=" + port,
        "--cert-dir=" + folder.resolve("certificates"),
        "--token-auth-file=" + folder.resolve("tokens.csv"),
        "--authorization-mode=RBAC",
        "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
        "--service-account-key-file=" + folder.resolve("accounts.key"),
        "--service-account-signing-key-file=" + folder.resolve("accounts.key"),
        "--service-cluster-ip-range=10.96.0.0/16",
        "--audit-policy-file=" + folder.resolve("audit.yaml"),
        "--audit-log-path=" + auditLog());
  }

  private void launch(String name, List<String> command) throws IOException {
    processes.add(
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log(name).toFile())
            .start());
  }

  private Path log(String name) {
    return folder.resolve(name + ".log");
  }

  private void awaitReady() throws IOException {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!isReady()) {
      if (Instant.now().isAfter(deadline) || !processes.stream().allMatch(Process::isAlive)) {
        throw new IllegalStateException(
            "the control plane does not start; etcd:\n"
                + tail(log("etcd"))
                + "\nkube-apiserver:\n"
                + tail(log("kube-apiserver")));
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  private boolean isReady() {
    if (!Files.exists(certificate())) {
      return false;
    }
    Config patient = new ConfigBuilder(administrator()).withRequestRetryBackoffLimit(0).build();
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(patient).build()) {
      return "ok".equals(client.raw("/readyz"))
          && client.namespaces().withName("default").get() != null;
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  private static String tail(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }

  private static String signingKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
      return "-----BEGIN PRIVATE KEY-----\n"
          + Base64.getMimeEncoder().encodeToString(key)
          + "\n-----END PRIVATE KEY-----\n";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
