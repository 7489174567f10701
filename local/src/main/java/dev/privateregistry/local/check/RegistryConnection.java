package dev.privateregistry.local.check;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A client that logs in for one pull or push and goes away: connection, handshake and credentials
 * of its own. Each answer is checked; one that is not as it must be is an {@link IOException}.
 */
final class RegistryConnection implements AutoCloseable {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient http;
  private final String base;
  private final String authorization;
  private final RequestLog log;

  RegistryConnection(
      Target target,
      @Nullable SSLContext tls,
      HttpClient.Version version,
      Credential credential,
      RequestLog log) {
    HttpClient.Builder builder = HttpClient.newBuilder().version(version).connectTimeout(TIMEOUT);
    this.http = tls == null ? builder.build() : builder.sslContext(tls).build();
    this.base = (tls == null ? "http://" : "https://") + target.address();
    String text = credential.user() + ":" + credential.password();
    this.authorization =
        "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    this.log = log;
  }

  /** The status of {@code GET /v2/}: 200 when the credential is accepted, 401 when it is not. */
  int login() throws IOException, InterruptedException {
    return send(request("/v2/").GET()).statusCode();
  }

  void push(String repository, String tag, Random random) throws IOException, InterruptedException {
    expect(200, "log in", login());
    byte[] config =
        "{\"architecture\":\"amd64\",\"os\":\"linux\"}".getBytes(StandardCharsets.UTF_8);
    byte[] layer = new byte[1024 + random.nextInt(64 << 10)];
    random.nextBytes(layer);
    upload(repository, config);
    upload(repository, layer);
    String manifest =
        """
        {"schemaVersion":2,"mediaType":"%s",
         "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},
         "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"%s","size":%d}]}
        """
            .formatted(MANIFEST, digest(config), config.length, digest(layer), layer.length);
    HttpRequest.Builder put =
        request("/v2/" + repository + "/manifests/" + tag)
            .header("Content-Type", MANIFEST)
            .PUT(BodyPublishers.ofString(manifest));
    expect(201, "PUT manifest", send(put).statusCode());
  }

  void pull(String repository, String tag) throws IOException, InterruptedException {
    expect(200, "log in", login());
    HttpResponse<byte[]> manifest =
        send(request("/v2/" + repository + "/manifests/" + tag).header("Accept", MANIFEST).GET());
    expect(200, "GET manifest", manifest.statusCode());
    String text = new String(manifest.body(), StandardCharsets.UTF_8);
    for (String part : text.split("\"digest\":\"")) {
      if (part.startsWith("sha256:")) {
        blob(repository, part.substring(0, part.indexOf('"')));
      }
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }

  private void blob(String repository, String digest) throws IOException, InterruptedException {
    HttpResponse<byte[]> blob = send(request("/v2/" + repository + "/blobs/" + digest).GET());
    expect(200, "GET blob", blob.statusCode());
    if (!digest(blob.body()).equals(digest)) {
      throw new IOException("GET blob " + digest + ": other bytes than its digest names");
    }
  }

  private void upload(String repository, byte[] content) throws IOException, InterruptedException {
    HttpResponse<byte[]> started =
        send(request("/v2/" + repository + "/blobs/uploads/").POST(BodyPublishers.noBody()));
    expect(202, "POST upload", started.statusCode());
    String location =
        started
            .headers()
            .firstValue("Location")
            .orElseThrow(() -> new IOException("POST upload: no Location"));
    String separator = location.contains("?") ? "&" : "?";
    URI uri = URI.create(base).resolve(location + separator + "digest=" + digest(content));
    HttpRequest.Builder put =
        request(uri)
            .header("Content-Type", "application/octet-stream")
            .PUT(BodyPublishers.ofByteArray(content));
    expect(201, "PUT blob", send(put).statusCode());
  }

  private HttpRequest.Builder request(String path) {
    return request(URI.create(base + path));
  }

  private HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri).timeout(TIMEOUT).header("Authorization", authorization);
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder builder)
      throws IOException, InterruptedException {
    HttpRequest request = builder.build();
    String what = request.method() + " " + request.uri().getPath();
    try {
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      log.request(
          response.sslSession().isPresent() ? Trust.serial(response.sslSession().get()) : "");
      return response;
    } catch (IOException e) {
      log.request("");
      throw new IOException(what + ": " + e, e);
    }
  }

  private static void expect(int wanted, String what, int status) throws IOException {
    if (status != wanted) {
      throw new IOException(what + ": status " + status + " instead of " + wanted);
    }
  }

  static String digest(byte[] content) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}
