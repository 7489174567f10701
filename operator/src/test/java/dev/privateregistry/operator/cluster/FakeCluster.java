package dev.privateregistry.operator.cluster;

import dev.privateregistry.operator.api.surroundings.OptionalKind;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** An API server in this process that knows the operator's resource, and clients for it. */
public final class FakeCluster implements TestCluster {
  private static final String OPERATOR = "operator";

  private static final Path CRD =
      Path.of("..", "crds", "privateregistries.privateregistry.dev.yaml");

  /** The mock server tells of every request; held here, or the level would be collected. */
  private static final Logger CHATTER = Logger.getLogger("io.fabric8.mockwebserver");

  static {
    CHATTER.setLevel(Level.WARNING);
  }

  private final ApplyDispatcher dispatcher = new ApplyDispatcher(new KubernetesCrudDispatcher());
  private final KubernetesMockServer server;
  private final KubernetesClient client;

  public FakeCluster() {
    server =
        new KubernetesMockServer(
            new Context(Serialization.jsonMapper()),
            new MockWebServer(),
            new HashMap<>(),
            dispatcher,
            false);
    server.init(InetAddress.getLoopbackAddress(), 0);
    client = newClient("test");
    client.resource(definition()).create();
  }

  /** The schema of the resource, as it is checked in. */
  public static JSONSchemaProps schema() {
    return definition().getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
  }

  /** The checked-in definition of the operator's resource. */
  public static CustomResourceDefinition definition() {
    try {
      return Serialization.unmarshal(Files.readString(CRD), CustomResourceDefinition.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String namespace() {
    return "default";
  }

  @Override
  public KubernetesClient client() {
    return client;
  }

  @Override
  public KubernetesClient newOperatorClient() {
    return newClient(OPERATOR);
  }

  @Override
  public List<String> operatorWrites() {
    return writesOf(OPERATOR);
  }

  /** What a real API server fills in by itself is filled in here. */
  @Override
  public PrivateRegistry create(PrivateRegistry resource) {
    resource.getMetadata().setNamespace(namespace());
    resource.getMetadata().setUid(UUID.randomUUID().toString());
    resource.getMetadata().setGeneration(1L);
    return client.resource(resource).create();
  }

  @Override
  public void offer(OptionalKind kind) {
    Definitions.install(client, kind);
  }

  /** One more client, whose writes are told apart by its name. */
  @Override
  public KubernetesClient newClient(String name) {
    return server.createClient(
        builder ->
            builder
                .editOrNewConfig()
                .withUserAgent(name)
                .withRequestRetryBackoffLimit(0)
                .endConfig());
  }

  /** Method and path of every request of a client so far that asks for a change, in order. */
  public List<String> writesOf(String name) {
    return dispatcher.writes().stream()
        .filter(sent -> sent.agent().equals(name))
        .map(ApplyDispatcher.Sent::request)
        .toList();
  }

  /** From now on answers writes by this function where it gives an answer. */
  public void failWrites(Function<RecordedRequest, @Nullable MockResponse> fault) {
    dispatcher.fault(fault);
  }

  /** An error as an API server answers it. */
  public static MockResponse status(int code, String reason, String message) {
    return new MockResponse()
        .setResponseCode(code)
        .setBody(
            Serialization.asJson(
                new StatusBuilder()
                    .withStatus("Failure")
                    .withCode(code)
                    .withReason(reason)
                    .withMessage(message)
                    .build()));
  }

  @Override
  public void close() {
    client.close();
    server.destroy();
  }
}
