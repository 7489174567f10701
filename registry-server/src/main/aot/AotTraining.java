import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Makes {@code lib/registry-server.aot} of a distribution folder: the launcher starts the server
 * with its own options, a client pushes and pulls over TLS with a password, and the JDK keeps the
 * classes and profiles of that run. Classes are loaded when they are used: to have all of them
 * linked at once would start no faster and take more memory. A cache newer than what it was made
 * from stays.
 *
 * <p>{@code AotTraining DIST}
 */
final class AotTraining {
  private static final String PASSWORD = "training";
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final int LAYER = 24 << 20;
  private static final int ROUNDS = 40;

  private final Path launcher;
  private final Path folder;

  private AotTraining(Path launcher, Path folder) {
    this.launcher = launcher;
    this.folder = folder;
  }

  public static void main(String[] arguments) throws Exception {
    Path dist = Path.of(arguments[0]);
    Path launcher = dist.resolve("bin/registry-server");
    Path cache = dist.resolve("lib/registry-server.aot");
    if (isUpToDate(cache, dist)) {
      return;
    }
    Files.deleteIfExists(cache);
    Path folder = Files.createTempDirectory("aot-training");
    try {
      new AotTraining(launcher, folder).run(cache);
    } catch (IOException e) {
      Files.deleteIfExists(cache);
      System.err.println(
          "the training run for %s failed: %s".formatted(cache.getFileName(), e.getMessage()));
      System.exit(1);
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  private static boolean isUpToDate(Path cache, Path dist) throws IOException {
    if (!Files.exists(cache)) {
      return false;
    }
    FileTime made = Files.getLastModifiedTime(cache);
    try (Stream<Path> files = Files.walk(dist)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.getLastModifiedTime(file).compareTo(made) > 0) {
          return false;
        }
      }
    }
    return true;
  }

  private void run(Path cache) throws Exception {
    KeyStore keys = makeCertificate();
    Files.writeString(folder.resolve("htpasswd"), hash());
    Files.writeString(folder.resolve("config.yml"), config());
    Process server =
        start(
            List.of("-XX:-AOTClassLinking", "-XX:AOTCacheOutput=" + cache),
            "serve",
            folder + "/config.yml");
    Path log = folder.resolve("log");
    try {
      exercise(new Client(keys, port(server, log, "listening on"), port(server, log, "debug")));
      server.destroy();
      if (!server.waitFor(60, TimeUnit.SECONDS) || server.exitValue() != 0) {
        throw new IOException("the server did not stop by itself:\n" + Files.readString(log));
      }
    } finally {
      server.destroyForcibly();
    }
    String check = output(start(List.of("-XX:AOTCache=" + cache, "-XX:AOTMode=on"), "--version"));
    if (!check.startsWith("registry-server ")) {
      throw new IOException("the JDK refuses the cache:\n" + check + Files.readString(log));
    }
  }

  private Process start(List<String> options, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("REGISTRY_JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("REGISTRY_JAVA_OPTS", String.join(" ", options));
    builder.environment().keySet().removeAll(List.of("JAVA_OPTS", "JAVA_TOOL_OPTIONS"));
    if (arguments[0].equals("serve")) {
      builder.redirectOutput(folder.resolve("log").toFile());
    }
    return builder.start();
  }

  private static String output(Process process) throws IOException, InterruptedException {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(output);
    }
    return output;
  }

  private String hash() throws IOException, InterruptedException {
    return output(start(List.of(), "htpasswd", "training", PASSWORD));
  }

  private String config() {
    return """
        version: 0.1
        log: {level: info}
        storage:
          filesystem: {rootdirectory: %1$s/data}
          delete: {enabled: true}
        auth: {htpasswd: {realm: training, path: %1$s/htpasswd}}
        http:
          addr: 127.0.0.1:0
          tls: {certificate: %1$s/tls.crt, key: %1$s/tls.key}
          debug: {addr: '127.0.0.1:0', prometheus: {enabled: true, path: /metrics}}
        health: {storagedriver: {enabled: true}}
        """
        .formatted(folder);
  }

  private KeyStore makeCertificate() throws Exception {
    Path store = folder.resolve("keys.p12");
    output(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "training",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start());
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    pem("tls.crt", "CERTIFICATE", keys.getCertificate("training").getEncoded());
    pem("tls.key", "PRIVATE KEY", keys.getKey("training", PASSWORD.toCharArray()).getEncoded());
    return keys;
  }

  private void pem(String name, String type, byte[] content) throws IOException {
    Files.writeString(
        folder.resolve(name),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(
                type, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content), type));
  }

  private static int port(Process server, Path log, String what) throws Exception {
    Pattern line = Pattern.compile(what + ".*127\\.0\\.0\\.1:(\\d+)");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < deadline && server.isAlive()) {
      Matcher found = line.matcher(Files.readString(log));
      if (found.find()) {
        return Integer.parseInt(found.group(1));
      }
      Thread.sleep(20);
    }
    throw new IOException("the server does not start:\n" + Files.readString(log));
  }

  private static void exercise(Client client) throws Exception {
    client.expect(401, client.anonymous("/v2/"));
    byte[] layer = new byte[LAYER];
    new Random(1).nextBytes(layer);
    byte[] config = "{}".getBytes(StandardCharsets.US_ASCII);
    String layerDigest = client.push(layer);
    String configDigest = client.push(config);
    byte[] manifest =
        """
        {"schemaVersion":2,"mediaType":"%s",
         "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":2},
         "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"%s","size":%d}]}
        """
            .formatted(MANIFEST, configDigest, layerDigest, LAYER)
            .getBytes(StandardCharsets.US_ASCII);
    client.expect(201, client.put("/v2/training/image/manifests/latest", manifest));
    for (int round = 0; round < ROUNDS; round++) {
      for (HttpClient.Version version : HttpClient.Version.values()) {
        client.pull(version, "/v2/");
        client.pull(version, "/v2/training/image/manifests/latest");
        client.pull(version, "/v2/training/image/blobs/" + configDigest);
        client.pull(version, "/v2/training/image/tags/list");
        client.pull(version, "/v2/_catalog");
        if (round < 2) {
          client.pull(version, "/v2/training/image/blobs/" + layerDigest);
        }
      }
      client.expect(200, client.debug("/metrics"));
      client.expect(200, client.debug("/debug/health"));
    }
  }

  /** A client that logs in. */
  private record Client(HttpClient http, int port, int debugPort) {
    Client(KeyStore keys, int port, int debugPort) throws Exception {
      this(trusting(keys), port, debugPort);
    }

    private static HttpClient trusting(KeyStore keys) throws Exception {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      KeyStore certificates = KeyStore.getInstance("PKCS12");
      certificates.load(null, null);
      certificates.setCertificateEntry("training", keys.getCertificate("training"));
      trust.init(certificates);
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(null, trust.getTrustManagers(), null);
      return HttpClient.newBuilder().sslContext(tls).build();
    }

    HttpResponse<byte[]> anonymous(String path) throws Exception {
      return send(HttpRequest.newBuilder(uri(path)));
    }

    HttpResponse<byte[]> debug(String path) throws Exception {
      return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + debugPort + path)));
    }

    String push(byte[] content) throws Exception {
      String digest =
          "sha256:"
              + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
      String session =
          location(
              send(request("/v2/training/image/blobs/uploads/").POST(BodyPublishers.noBody())));
      session =
          location(
              send(
                  request(session)
                      .method(
                          "PATCH",
                          BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(content)))));
      HttpResponse<byte[]> end =
          send(request(session + "&digest=" + digest).PUT(BodyPublishers.noBody()));
      expect(201, end);
      return digest;
    }

    private static String location(HttpResponse<byte[]> answer) throws IOException {
      expect(202, answer);
      return answer.headers().firstValue("Location").orElseThrow();
    }

    HttpResponse<byte[]> put(String path, byte[] manifest) throws Exception {
      return send(
          request(path).header("Content-Type", MANIFEST).PUT(BodyPublishers.ofByteArray(manifest)));
    }

    void pull(HttpClient.Version version, String path) throws Exception {
      expect(200, send(request(path).version(version).header("Accept", MANIFEST)));
    }

    private HttpRequest.Builder request(String location) {
      String login = "training:" + PASSWORD;
      return HttpRequest.newBuilder(uri(location))
          .version(HttpClient.Version.HTTP_1_1)
          .header(
              "Authorization",
              "Basic "
                  + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
    }

    private URI uri(String location) {
      return location.startsWith("/")
          ? URI.create("https://127.0.0.1:" + port + location)
          : URI.create(location);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    static void expect(int status, HttpResponse<byte[]> answer) throws IOException {
      if (answer.statusCode() != status) {
        throw new IOException(
            "%s answered %d instead of %d"
                .formatted(answer.uri().getPath(), answer.statusCode(), status));
      }
    }
  }
}
