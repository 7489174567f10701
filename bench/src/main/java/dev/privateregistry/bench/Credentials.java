package dev.privateregistry.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/** A certificate and an htpasswd file (bcrypt, cost 10) made once for a run. */
record Credentials(Path certificate, Path key, Path htpasswd) {
  private static final String USER = "bench";
  private static final String PASSWORD = "bench-password";

  static Credentials make(Path folder) throws IOException, InterruptedException {
    Path certificate = folder.resolve("tls.crt");
    Path key = folder.resolve("tls.key");
    Shell.run(
        List.of(
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
            "-addext",
            "subjectAltName=IP:127.0.0.1,DNS:localhost",
            "-keyout",
            key.toString(),
            "-out",
            certificate.toString()));
    Path htpasswd = folder.resolve("htpasswd");
    Files.writeString(
        htpasswd,
        Shell.run(List.of("htpasswd", "-nbB", "-C", "10", USER, PASSWORD)).strip() + "\n");
    return new Credentials(certificate, key, htpasswd);
  }

  String authorization() {
    String pair = USER + ":" + PASSWORD;
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
