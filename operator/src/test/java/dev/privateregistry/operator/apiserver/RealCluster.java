package dev.privateregistry.operator.apiserver;

import dev.privateregistry.operator.api.surroundings.OptionalKind;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.cluster.Definitions;
import dev.privateregistry.operator.cluster.TestCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Locale;

/** A namespace of a real API server. Closing it deletes the resources; the server goes on. */
public final class RealCluster implements TestCluster {
  private final ApiServer server;
  private final String namespace;

  public RealCluster(ApiServer server) {
    this.server = server;
    this.namespace = server.newNamespace();
  }

  @Override
  public String namespace() {
    return namespace;
  }

  @Override
  public KubernetesClient client() {
    return server.administrator();
  }

  @Override
  public KubernetesClient newClient(String name) {
    return server.newClient(name);
  }

  @Override
  public KubernetesClient newOperatorClient() {
    return server.newOperatorClient();
  }

  @Override
  public List<String> operatorWrites() {
    return server.operatorRequests().stream()
        .filter(request -> request.writes() && request.namespace().equals(namespace))
        .map(request -> request.verb().toUpperCase(Locale.ROOT) + " " + request.uri())
        .toList();
  }

  @Override
  public PrivateRegistry create(PrivateRegistry resource) {
    resource.getMetadata().setNamespace(namespace);
    return client().resource(resource).create();
  }

  /** By the definition of the project itself where there is one to be had. */
  @Override
  public void offer(OptionalKind kind) {
    ForeignDefinitions.find(kind)
        .ifPresentOrElse(
            definition -> {
              if (client().resource(definition).get() == null) {
                client().resource(definition).create();
              }
            },
            () -> Definitions.install(client(), kind));
  }

  @Override
  public void close() {
    client().resources(PrivateRegistry.class).inNamespace(namespace).delete();
  }
}
