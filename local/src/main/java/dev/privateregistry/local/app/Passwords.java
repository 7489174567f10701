package dev.privateregistry.local.app;

import dev.privateregistry.operator.api.v1alpha1.ChildNames;
import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a user's password from a system that runs, for machines without kubectl. */
final class Passwords {
  private Passwords() {}

  static String read(Path data, String user, @Nullable String registry) throws UpException {
    String kubeconfig;
    try {
      kubeconfig = Files.readString(data.resolve("kubeconfig"));
    } catch (IOException e) {
      throw new UpException(
          "no system was started on "
              + data
              + "; start it with ./up, or name its folder with --data",
          e);
    }
    Config config = Config.fromKubeconfig(kubeconfig);
    config.setRequestRetryBackoffLimit(0);
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      return password(client, user, registry);
    } catch (KubernetesClientException e) {
      throw new UpException("the system on " + data + " does not answer; is ./up running?", e);
    }
  }

  private static String password(KubernetesClient client, String user, @Nullable String registry)
      throws UpException {
    List<PrivateRegistry> found =
        client.resources(PrivateRegistry.class).inAnyNamespace().list().getItems().stream()
            .filter(candidate -> registry == null || isMeant(candidate, registry))
            .toList();
    if (found.size() != 1) {
      String names =
          found.stream()
              .map(one -> one.getMetadata().getNamespace() + "/" + one.getMetadata().getName())
              .collect(Collectors.joining(", "));
      throw new UpException(
          found.isEmpty()
              ? "there is no such registry; see kubectl get privateregistries -A"
              : "there are several registries: choose with --registry one of " + names);
    }
    PrivateRegistry one = found.getFirst();
    String name = ChildNames.of(one).user(user);
    Secret secret =
        client.secrets().inNamespace(one.getMetadata().getNamespace()).withName(name).get();
    if (secret == null || secret.getData() == null || !secret.getData().containsKey("password")) {
      throw new UpException(
          "user "
              + user
              + " has no Secret "
              + name
              + "; is it in spec.auth.users, and is the"
              + " registry ready?");
    }
    byte[] password = Base64.getDecoder().decode(secret.getData().get("password"));
    return new String(password, StandardCharsets.UTF_8);
  }

  private static boolean isMeant(PrivateRegistry candidate, String name) {
    var meta = candidate.getMetadata();
    return name.equals(meta.getName()) || name.equals(meta.getNamespace() + "/" + meta.getName());
  }
}
