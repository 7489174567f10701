package dev.privateregistry.operator.apiserver;

import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A running API server where {@code kubectl apply -k deploy/} has been done. */
public final class ApiServer implements AutoCloseable {
  static final String OPERATOR_NAMESPACE = "private-registry-system";
  static final String OPERATOR_ACCOUNT = "private-registry-operator";

  private static final String KUBECONFIG =
      """
      apiVersion: v1
      kind: Config
      clusters:
      - name: test
        cluster: {server: "%s", certificate-authority: "%s"}
      users:
      - name: test
        user: {token: "%s"}
      contexts:
      - name: test
        context: {cluster: test, user: test, namespace: default}
      current-context: test
      """;

  private final ControlPlane plane;
  private final Program kubectl;
  private final KubernetesClient administrator;
  private final AuditLog audit;
  private final String operatorToken;
  private final AtomicInteger namespaces = new AtomicInteger();

  private ApiServer(ControlPlane plane, Path kubectl) {
    this.plane = plane;
    this.kubectl =
        new Program(
            List.of(
                kubectl.toString(),
                "--kubeconfig",
                kubeconfig("administrator", plane.administrator()).toString()));
    this.administrator = client(plane.administrator(), "administrator");
    this.audit = new AuditLog(plane.auditLog());
    install();
    this.operatorToken = token(OPERATOR_NAMESPACE, OPERATOR_ACCOUNT);
  }

  static ApiServer start(Tools tools) {
    ControlPlane plane = ControlPlane.start(tools);
    try {
      return new ApiServer(plane, tools.kubectl());
    } catch (RuntimeException e) {
      plane.close();
      throw e;
    }
  }

  /** The real kubectl with all rights. */
  public Program kubectl() {
    return kubectl;
  }

  /** A client with all rights. */
  public KubernetesClient administrator() {
    return administrator;
  }

  /** One more client with all rights; the caller closes it. */
  KubernetesClient newClient(String name) {
    return client(plane.administrator(), name);
  }

  /** A client with the token of the operator's account; the caller closes it. */
  KubernetesClient newOperatorClient() {
    return client(plane.as(operatorToken), "operator");
  }

  /** A kubeconfig with the token of the operator's account. */
  public Path operatorKubeconfig() {
    return kubeconfig("operator", plane.as(operatorToken));
  }

  /** A client with the token of an account; the caller closes it. */
  public KubernetesClient newAccountClient(String namespace, String account) {
    return client(plane.as(token(namespace, account)), account);
  }

  /** The real helm with all rights. */
  public Program helm() {
    Path kubeconfig = kubeconfig("administrator", plane.administrator());
    return new Program(List.of(found("helm"), "--kubeconfig", kubeconfig.toString()));
  }

  /** The real kustomize, which talks to no cluster. */
  public Program kustomize() {
    return new Program(List.of(found("kustomize")));
  }

  private static String found(String script) {
    try {
      return Tools.program(script).toString();
    } catch (Tools.Missing e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the operator's account has asked for so far. */
  List<AuditLog.Request> operatorRequests() {
    return audit.requests();
  }

  /** A new namespace where only pods are admitted that keep to the restricted standard. */
  public String newNamespace() {
    String name = "test-" + namespaces.incrementAndGet();
    kubectl.succeed("create", "namespace", name);
    kubectl.succeed("label", "namespace", name, "pod-security.kubernetes.io/enforce=restricted");
    return name;
  }

  @Override
  public void close() {
    administrator.close();
    plane.close();
  }

  private void install() {
    kubectl.succeed("apply", "--server-side", "-k", Path.of("..", "deploy").toString());
    kubectl.succeed(
        "wait",
        "--for=condition=Established",
        "crd/privateregistries.privateregistry.dev",
        "--timeout=30s");
  }

  private String token(String namespace, String account) {
    return administrator
        .serviceAccounts()
        .inNamespace(namespace)
        .withName(account)
        .tokenRequest(
            new TokenRequestBuilder()
                .withNewSpec()
                .withAudiences(List.of())
                .withExpirationSeconds(7200L)
                .endSpec()
                .build())
        .getStatus()
        .getToken();
  }

  private Path kubeconfig(String name, Config config) {
    try {
      return Files.writeString(
          plane.folder().resolve(name + ".kubeconfig"),
          KUBECONFIG.formatted(config.getMasterUrl(), plane.certificate(), config.getOauthToken()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static KubernetesClient client(Config config, String name) {
    return new KubernetesClientBuilder()
        .withConfig(new ConfigBuilder(config).withUserAgent(name).build())
        .build();
  }
}
