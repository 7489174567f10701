package dev.privateregistry.operator.exposure;

import dev.privateregistry.operator.api.v1alpha1.ChildNames;

/** The forms in which controllers want the CA bundle when neither ConfigMap nor ca.crt will do. */
public enum BundleSecret {
  /** F5 NGINX: a type of its own. */
  NGINX("-nginx-ca", "nginx.org/ca", "ca.crt"),
  /** haproxytech: the CA under the key of a certificate. */
  HAPROXY("-haproxy-ca", "Opaque", "tls.crt");

  private final String suffix;
  private final String type;
  private final String key;

  BundleSecret(String suffix, String type, String key) {
    this.suffix = suffix;
    this.type = type;
    this.key = key;
  }

  /** The name of the Secret. */
  public String name(ChildNames names) {
    return name(names.registry());
  }

  String name(String registry) {
    return registry + suffix;
  }

  /** The type of the Secret. */
  public String type() {
    return type;
  }

  /** The key that holds the bundle. */
  public String key() {
    return key;
  }
}
