package dev.privateregistry.e2e.kill;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/** Requests to whichever process serves at the moment. */
final class RegistryClient implements AutoCloseable {
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final int port;

  RegistryClient(int port) {
    this.port = port;
  }

  /**
   * Sends a request.
   *
   * @param target a path, or what a Location field says
   */
  HttpResponse<byte[]> send(String method, String target, BodyPublisher body, String... fields)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + target.replaceFirst("^https?://[^/]*", "")))
            .timeout(Duration.ofSeconds(60))
            .method(method, body);
    if (fields.length > 0) {
      request.headers(fields);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> send(String method, String target) throws IOException, InterruptedException {
    return send(method, target, BodyPublishers.noBody());
  }

  static String location(HttpResponse<byte[]> answer) {
    return answer.headers().firstValue("Location").orElseThrow();
  }

  static String digest(byte[] content) {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      return "sha256:" + HexFormat.of().formatHex(hash.digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
