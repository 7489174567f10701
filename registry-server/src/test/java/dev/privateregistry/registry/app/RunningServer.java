package dev.privateregistry.registry.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.privateregistry.registry.config.ConfigReader;
import dev.privateregistry.registry.http.netty.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Callable;

/** The registry as wired for production, on free ports, and a client of it. */
final class RunningServer implements AutoCloseable {
  private final HttpClient client =
      HttpClient.newBuilder().sslContext(TestCertificates.trustingAll()).build();
  private final RegistryServer server;
  private final String scheme;

  private RunningServer(RegistryServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
  }

  /**
   * Starts a server with its data in this folder.
   *
   * @param more lines of config.yml
   */
  static RunningServer start(Path folder, String more) throws StartFailure {
    return startWith(folder, more, "REGISTRY_STORAGE_DELETE_ENABLED", "true");
  }

  /** The same, with one more variable. */
  static RunningServer startWith(Path folder, String more, String variable, String value)
      throws StartFailure {
    String config =
        """
        version: 0.1
        log: {accesslog: {disabled: true}}
        storage:
          filesystem: {rootdirectory: %s}
          delete: {enabled: true}
        health: {storagedriver: {enabled: true, interval: 20ms}}
        """
            .formatted(folder.resolve("data"));
    Map<String, String> ports =
        Map.of(
            "REGISTRY_HTTP_ADDR",
            "127.0.0.1:0",
            "REGISTRY_HTTP_DEBUG_ADDR",
            "127.0.0.1:0",
            "REGISTRY_HTTP_DEBUG_PROMETHEUS_ENABLED",
            "true",
            variable,
            value);
    var configuration = ConfigReader.read(config + more, ports).configuration();
    return new RunningServer(
        RegistryServer.start(configuration, "c0ffee", "test"),
        configuration.http().tls().isPresent() ? "https" : "http");
  }

  RegistryServer server() {
    return server;
  }

  URI url(String path) {
    return path.startsWith("http")
        ? URI.create(path)
        : URI.create(scheme + "://127.0.0.1:" + server.address().getPort() + path);
  }

  HttpResponse<byte[]> send(String method, String path, BodyPublisher body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url(path)).timeout(Duration.ofSeconds(30)).method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> get(String path, String... headers)
      throws IOException, InterruptedException {
    return send("GET", path, BodyPublishers.noBody(), headers);
  }

  HttpResponse<byte[]> debug(String path) throws IOException, InterruptedException {
    return get("http://127.0.0.1:" + server.debugAddress().orElseThrow().getPort() + path);
  }

  JsonNode status() throws IOException, InterruptedException {
    return json(debug("/status"));
  }

  /** Uploads a blob in one piece and returns the status. */
  int push(String repository, String digest, byte[] content, String... headers)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> started =
        send("POST", "/v2/" + repository + "/blobs/uploads/", BodyPublishers.noBody(), headers);
    if (started.statusCode() != 202) {
      return started.statusCode();
    }
    String location = started.headers().firstValue("Location").orElseThrow();
    return send("PUT", location + "&digest=" + digest, BodyPublishers.ofByteArray(content), headers)
        .statusCode();
  }

  static JsonNode json(HttpResponse<byte[]> response) throws IOException {
    return new ObjectMapper().readTree(response.body());
  }

  static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  static String[] as(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return new String[] {"Authorization", "Basic " + Base64.getEncoder().encodeToString(pair)};
  }

  static void await(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.call()) {
      assertTrue(System.nanoTime() < deadline, "it takes too long");
      Thread.sleep(10);
    }
  }

  static void write(Path file, String content) {
    try {
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.close();
    client.close();
  }
}
