package dev.privateregistry.operator.cluster;

import dev.privateregistry.operator.api.surroundings.OptionalKind;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/**
 * A cluster that knows the operator's resource: the API server that a scenario runs against. It has
 * no controllers; who needs pods runs a {@link FakeKubelet}.
 */
public interface TestCluster extends AutoCloseable {

  /** The namespace that belongs to the scenario alone. */
  String namespace();

  /** The client of the test, with all rights; closed with the cluster. */
  KubernetesClient client();

  /** One more client with all rights; the caller closes it. */
  KubernetesClient newClient(String name);

  /** One more client with the rights that the operator has; the caller closes it. */
  KubernetesClient newOperatorClient();

  /**
   * Method and path of every request so far by which the operator asked for a change in the
   * namespace, in order.
   */
  List<String> operatorWrites();

  /** Creates a resource in the namespace, whatever namespace it names. */
  PrivateRegistry create(PrivateRegistry resource);

  /** Makes the cluster have a kind; it stays. */
  void offer(OptionalKind kind);

  @Override
  void close();
}
