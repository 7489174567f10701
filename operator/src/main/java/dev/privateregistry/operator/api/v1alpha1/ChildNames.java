package dev.privateregistry.operator.api.v1alpha1;

/**
 * The names of a registry's objects, all in the namespace of the resource. They are part of the
 * API: people mount and read some of them.
 *
 * @param registry the name of the resource; also that of the Deployment, Service, ServiceAccount,
 *     Ingress and PersistentVolumeClaim
 */
public record ChildNames(String registry) {

  /** The key of the configuration in the ConfigMap {@link #config()}. */
  public static final String CONFIG_FILE = "config.yml";

  /** The key of the access rules beside it; absent when nobody is limited. */
  public static final String ACCESS_FILE = "access.yml";

  /** The names of a resource's objects. */
  public static ChildNames of(PrivateRegistry resource) {
    return new ChildNames(resource.getMetadata().getName());
  }

  /** The ConfigMap with {@code config.yml}. */
  public String config() {
    return registry + "-config";
  }

  /** The Secret with the operator's CA: {@code tls.crt} and {@code tls.key}. */
  public String caSecret() {
    return registry + "-ca";
  }

  /** The ConfigMap whose {@code ca.crt} clients trust. */
  public String trust() {
    return registry + "-ca";
  }

  /** The Secret with the issued certificate: {@code tls.crt}, {@code tls.key}, {@code ca.crt}. */
  public String certificate() {
    return registry + "-tls";
  }

  /** The Secret where cert-manager puts the certificate that it was asked for. */
  public String certManagerSecret() {
    return registry + "-cert-manager";
  }

  /** The Secret with the account at an ACME server, and the order that is under way. */
  public String acme() {
    return registry + "-acme";
  }

  /** The Secret with the file {@code htpasswd}. */
  public String htpasswd() {
    return registry + "-htpasswd";
  }

  /** The Secret where the operator keeps passwords and the state of their rotation. */
  public String credentials() {
    return registry + "-credentials";
  }

  /** The Secret with the key {@code secret}, the server's {@code http.secret}. */
  public String httpSecret() {
    return registry + "-http";
  }

  /** The headless Service by which Prometheus finds the pods. */
  public String metrics() {
    return registry + "-metrics";
  }

  /** The route for http, where the one for https does not serve it as well. */
  public String plain() {
    return registry + "-plain";
  }

  /** The pull secret of a user. */
  public String user(String user) {
    return registry + "-" + user;
  }
}
