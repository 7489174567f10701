package dev.privateregistry.operator.app;

import dev.privateregistry.operator.acme.OrderDesk;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.apply.PlanApplier;
import dev.privateregistry.operator.credentials.Bcrypt;
import dev.privateregistry.operator.credentials.RandomPasswords;
import dev.privateregistry.operator.decide.AuthorityPolicy;
import dev.privateregistry.operator.decide.Decider;
import dev.privateregistry.operator.decide.Plan;
import dev.privateregistry.operator.decide.Snapshot;
import dev.privateregistry.operator.desired.RegistryObjects;
import dev.privateregistry.operator.observe.PodClient;
import dev.privateregistry.operator.observe.PodInterview;
import dev.privateregistry.operator.reconcile.PrivateRegistryReconciler;
import dev.privateregistry.operator.reconcile.ResourceChange;
import dev.privateregistry.operator.tls.BouncyCastlePki;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running operator. Closing it stops it; the client stays open and belongs to the caller. */
public final class OperatorApp implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorApp.class);
  private static final int CONCURRENT_RECONCILIATIONS = 32;
  private static final Duration POD_PATIENCE = Duration.ofSeconds(2);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

  private final Operator operator;
  private final PodClient pods;
  private final OrderDesk orders;
  private final ExecutorService threads;
  private final @Nullable OperationsServer operations;

  private OperatorApp(
      Operator operator,
      PodClient pods,
      OrderDesk orders,
      ExecutorService threads,
      @Nullable OperationsServer operations) {
    this.operator = operator;
    this.pods = pods;
    this.orders = orders;
    this.threads = threads;
    this.operations = operations;
  }

  /**
   * Starts an operator; returns when it has read the cluster and works.
   *
   * @throws OperatorStartException with a message for people when the cluster is not ready for it
   */
  public static OperatorApp start(KubernetesClient client, OperatorOptions options) {
    return start(client, options, decider(options)::decide);
  }

  static OperatorApp start(
      KubernetesClient client, OperatorOptions options, Function<Snapshot, Plan> decide) {
    checkCluster(client, options);
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    ExecutorService threads =
        Executors.newFixedThreadPool(
            CONCURRENT_RECONCILIATIONS, Thread.ofVirtual().name("reconcile-", 0).factory());
    Operator operator =
        new Operator(configuration -> configure(configuration, client, options, meters, threads));
    PodClient pods = new PodClient(POD_PATIENCE);
    OrderDesk orders = new OrderDesk();
    operator.register(
        new PrivateRegistryReconciler(new PodInterview(pods), decide, orders, Clock.systemUTC()),
        controller -> configure(controller, options));
    operator.start();
    OperationsServer operations = operations(options, operator, meters);
    LOG.info("operator {} works on {}", OperatorOptions.version(), client.getMasterUrl());
    return new OperatorApp(operator, pods, orders, threads, operations);
  }

  /** Where health and metrics are served, -1 when they are not. */
  public int port() {
    return operations == null ? -1 : operations.port();
  }

  @Override
  public void close() {
    if (operations != null) {
      operations.close();
    }
    operator.stop();
    orders.close();
    pods.close();
    threads.shutdownNow();
  }

  static Decider decider(OperatorOptions options) {
    return new Decider(
        new RegistryObjects(options.image())::of,
        new RandomPasswords(),
        new Bcrypt(),
        new BouncyCastlePki(),
        AuthorityPolicy.DEFAULT);
  }

  private static void configure(
      ConfigurationServiceOverrider configuration,
      KubernetesClient client,
      OperatorOptions options,
      PrometheusMeterRegistry meters,
      ExecutorService threads) {
    configuration
        .withKubernetesClient(client)
        .withCloseClientOnStop(false)
        .withExecutorService(threads)
        .withReconciliationTerminationTimeout(STOP_PATIENCE)
        .withMetrics(MicrometerMetrics.withoutPerResourceMetrics(meters));
    OperatorOptions.Leadership leadership = options.leadership();
    if (leadership != null) {
      configuration.withLeaderElectionConfiguration(
          new LeaderElectionConfiguration(leadership.lease(), leadership.namespace()));
    }
  }

  /** Annotations matter as well as the spec, so what is an event is decided by ourselves. */
  private static void configure(
      ControllerConfigurationOverrider<PrivateRegistry> controller, OperatorOptions options) {
    controller
        .withFieldManager(PlanApplier.FIELD_MANAGER)
        .withGenerationAware(false)
        .withOnUpdateFilter(ResourceChange::matters)
        .withRetry(
            new GenericRetry()
                .setInitialInterval(500)
                .setIntervalMultiplier(1.5)
                .setMaxInterval(30_000)
                .withoutMaxAttempts());
    if (options.namespaces().isEmpty()) {
      controller.watchingAllNamespaces();
    } else {
      controller.settingNamespaces(options.namespaces());
    }
  }

  private static @Nullable OperationsServer operations(
      OperatorOptions options, Operator operator, PrometheusMeterRegistry meters) {
    Integer port = options.port();
    if (port == null) {
      return null;
    }
    try {
      return OperationsServer.start(port, operator.getRuntimeInfo(), meters);
    } catch (IOException e) {
      operator.stop();
      throw new OperatorStartException(
          "port " + port + " for health and metrics is taken: choose another one by --port", e);
    }
  }

  private static void checkCluster(KubernetesClient client, OperatorOptions options) {
    try {
      String namespace = options.namespaces().stream().findFirst().orElse(null);
      var resources = client.resources(PrivateRegistry.class);
      (namespace == null ? resources.inAnyNamespace() : resources.inNamespace(namespace)).list();
    } catch (KubernetesClientException e) {
      throw new OperatorStartException(remedy(client, e), e);
    }
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }

  private static String remedy(KubernetesClient client, KubernetesClientException e) {
    return switch (e.getCode()) {
      case 404 ->
          "the cluster does not know the resource PrivateRegistry:"
              + " kubectl apply -f crds/privateregistries.privateregistry.dev.yaml";
      case 401, 403 ->
          "the cluster does not let this operator list PrivateRegistry resources:"
              + " kubectl apply -k deploy/, or check the kubeconfig";
      default ->
          "no API server answers at "
              + client.getMasterUrl()
              + ": check the kubeconfig, or KUBECONFIG ("
              + rootMessage(e)
              + ")";
    };
  }
}
