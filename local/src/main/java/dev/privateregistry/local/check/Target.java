package dev.privateregistry.local.check;

import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One registry of the system under check, as its clients know it: through the Secrets, the
 * ConfigMap and the port they were given.
 */
public record Target(KubernetesClient client, String namespace, String name, int port) {
  ChildNames names() {
    return new ChildNames(name);
  }

  Optional<PrivateRegistry> resource() {
    return Optional.ofNullable(
        client.resources(PrivateRegistry.class).inNamespace(namespace).withName(name).get());
  }

  /** What a client reads just before it logs in. */
  Optional<String> publishedPassword(String user) {
    Secret secret = client.secrets().inNamespace(namespace).withName(names().user(user)).get();
    if (secret == null || secret.getData() == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(secret.getData().get("password"))
        .map(text -> new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8));
  }

  /** What a client trusts, in PEM. */
  Optional<String> publishedAuthority() {
    ConfigMap trust = client.configMaps().inNamespace(namespace).withName(names().trust()).get();
    return trust == null || trust.getData() == null
        ? Optional.empty()
        : Optional.ofNullable(trust.getData().get("ca.crt"));
  }

  /** The processes of the registry's pods. */
  List<Long> processes() {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabel("app.kubernetes.io/instance", name)
        .list()
        .getItems()
        .stream()
        .filter(pod -> pod.getStatus() != null)
        .flatMap(Target::containerIds)
        .filter(id -> id.startsWith("process://"))
        .map(id -> Long.parseLong(id.substring("process://".length())))
        .toList();
  }

  String address() {
    return "localhost:" + port;
  }

  private static Stream<String> containerIds(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream()
        .filter(status -> status.getState() != null && status.getState().getRunning() != null)
        .map(status -> String.valueOf(status.getContainerID()));
  }
}
