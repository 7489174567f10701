package dev.privateregistry.e2e.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A config.yml that all three programs read. */
enum Setting {
  OPEN("delete: {enabled: true}", "", ""),
  /** As {@link #OPEN}, on a data folder of its own. */
  FRESH("delete: {enabled: true}", "", ""),
  NO_DELETE("delete: {enabled: false}", "", ""),
  READ_ONLY("delete: {enabled: true}\n  maintenance: {readonly: {enabled: true}}", "", ""),
  RELATIVE(
      "delete: {enabled: true}",
      "relativeurls: true\n  headers: {X-Content-Type-Options: [nosniff], X-Two: [a, b]}",
      ""),
  PUBLIC_HOST("delete: {enabled: true}", "host: https://registry.example.com:8443", ""),
  PASSWORDS("delete: {enabled: true}", "", "auth: {htpasswd: {realm: the realm, path: %s}}"),
  TOKENS(
      "delete: {enabled: true}",
      "",
      "auth: {token: {realm: '"
          + TokenServer.REALM
          + "', service: "
          + TokenServer.SERVICE
          + ", issuer: "
          + TokenServer.ISSUER
          + ", rootcertbundle: %s}}");

  static final String SECRET = "one secret for all replicas";

  /** bcrypt, cost 5: user {@code alice}, password {@code secret}. */
  private static final String HTPASSWD =
      "alice:$2y$05$La9BnvS5tLkeBqRoOO2wa.PJCRbcFvWu.iMJkDIeSSVbdd9U9nDqW\n";

  private final String storage;
  private final String http;
  private final String auth;

  Setting(String storage, String http, String auth) {
    this.storage = storage;
    this.http = http;
    this.auth = auth;
  }

  /**
   * Writes the configuration for a data folder and a port into a folder.
   *
   * @param more keys beside those that every program gets
   */
  Path write(Path folder, Path data, int port, String more) throws IOException {
    Path file =
        this == TOKENS
            ? Files.writeString(folder.resolve("tokens.pem"), TokenServer.bundle())
            : Files.writeString(folder.resolve("htpasswd"), HTPASSWD);
    String text =
        """
        version: 0.1
        log: {level: error, accesslog: {disabled: true}}
        storage:
          filesystem: {rootdirectory: %s}
          %s
        http:
          addr: 127.0.0.1:%d
          secret: %s
          %s
        """
            .formatted(data, storage, port, SECRET, http);
    return Files.writeString(
        folder.resolve("config-" + port + ".yml"), text + auth.formatted(file) + "\n" + more);
  }
}
