package dev.privateregistry.local.app;

import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.api.v1alpha1.UserSpec;
import java.nio.file.Path;
import java.util.List;

/**
 * The block that a person copies from: a pure function of a registry and of where it is.
 *
 * @param host the name clients use
 * @param port the port of this machine
 * @param certificateAuthority the file to trust; of no use over plain http
 * @param kubectl whether there is a kubectl to read passwords with
 */
record Instructions(
    PrivateRegistry registry, String host, int port, Path certificateAuthority, boolean kubectl) {

  String text(Path kubeconfig) {
    String name = registry.getMetadata().getName();
    String namespace = registry.getMetadata().getNamespace();
    String address = host + ":" + port;
    boolean tls = registry.getSpec().tls().disabled() == null;
    StringBuilder text = new StringBuilder();
    line(
        text,
        "registry",
        (tls ? "https://" : "http://") + address + "  (" + name + ", namespace " + namespace + ")");
    line(text, "kubectl", "export KUBECONFIG=" + kubeconfig);
    List<UserSpec> users = registry.getSpec().auth().users();
    for (UserSpec user : users) {
      line(text, "password", password(name, namespace, user.name()));
    }
    if (!host.equals("localhost")) {
      line(text, "name", "echo '127.0.0.1 " + host + "' | sudo tee -a /etc/hosts");
    }
    if (tls) {
      line(
          text,
          "trust",
          "sudo install -D -m 644 "
              + certificateAuthority
              + " /etc/docker/certs.d/"
              + address
              + "/ca.crt");
    }
    if (!users.isEmpty()) {
      line(text, "log in", "docker login " + address + " -u " + users.getFirst().name());
    }
    line(
        text,
        "push",
        "docker tag IMAGE " + address + "/IMAGE && docker push " + address + "/IMAGE");
    return text.toString();
  }

  private String password(String name, String namespace, String user) {
    if (kubectl) {
      return "kubectl get secret -n "
          + namespace
          + " "
          + name
          + "-"
          + user
          + " -o jsonpath='{.data.password}' | base64 -d; echo";
    }
    return "./up --password " + user + " --registry " + namespace + "/" + name;
  }

  private static void line(StringBuilder text, String label, String command) {
    text.append(String.format("  %-9s %s%n", label, command));
  }
}
