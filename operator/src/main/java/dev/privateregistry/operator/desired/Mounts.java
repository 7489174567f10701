package dev.privateregistry.operator.desired;

/** Where a registry container finds its files; config.yml and the Deployment agree by these. */
final class Mounts {
  static final String CONFIG = "/etc/private-registry/config";
  static final String TLS = "/etc/private-registry/tls";
  static final String AUTH = "/etc/private-registry/auth";
  static final String DATA = "/var/lib/registry";

  private Mounts() {}
}
