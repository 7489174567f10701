package dev.privateregistry.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Garbage collection of what Debian's docker-registry (2.8) has stored, beside its own. */
@Tag("clients")
final class GarbageCollectionTest {
  private static final Path PROGRAM =
      Path.of("../registry-server/target/dist/bin/registry-server").toAbsolutePath().normalize();
  private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void shouldRemoveTheBlobsThatDistributionRemovesAndServeTheRest() throws Exception {
    int port = freePort();
    Path ours = config("ours", port);
    Process registry = startDocker(ours, port);
    try {
      String base = "http://127.0.0.1:" + port + "/v2/team/app/";
      pushImage(base, "1.0", "old");
      pushImage(base, "1.0", "new");
      pushImage(base, "2.0", "other");
      pushBlob(base, "pushed without a manifest");
    } finally {
      stop(registry);
    }
    Path theirs = config("theirs", port);
    copy(folder.resolve("ours-data"), folder.resolve("theirs-data"));
    Set<String> before = blobs("ours");

    assertEquals(0, run(PROGRAM.toString(), "fsck", ours.toString()));
    assertEquals(0, run(PROGRAM.toString(), "garbage-collect", "-q", "-m", ours.toString()));
    assertEquals(0, run("docker-registry", "garbage-collect", "-m", theirs.toString()));

    assertEquals(8, before.size());
    assertEquals(5, blobs("ours").size());
    assertEquals(blobs("theirs"), blobs("ours"));
    assertEquals(0, run(PROGRAM.toString(), "fsck", ours.toString()));
    assertEquals(0, run(PROGRAM.toString(), "fsck", theirs.toString()));
    Process again = startDocker(ours, port);
    try {
      URI tag = URI.create("http://127.0.0.1:" + port + "/v2/team/app/manifests/1.0");
      HttpRequest get = HttpRequest.newBuilder(tag).header("Accept", MANIFEST).build();
      HttpResponse<String> answer = client.send(get, BodyHandlers.ofString());
      assertEquals(200, answer.statusCode());
      assertTrue(answer.body().contains(digest("new")), answer.body());
    } finally {
      stop(again);
    }
  }

  private Path config(String name, int port) throws IOException {
    return Files.writeString(
        folder.resolve(name + ".yml"),
        """
        version: 0.1
        storage: {filesystem: {rootdirectory: %s}, delete: {enabled: true}}
        http: {addr: '127.0.0.1:%d'}
        """
            .formatted(folder.resolve(name + "-data"), port));
  }

  private Process startDocker(Path config, int port) throws Exception {
    Process process =
        new ProcessBuilder("docker-registry", "serve", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("docker-registry.log").toFile())
            .start();
    URI base = URI.create("http://127.0.0.1:" + port + "/v2/");
    Sandbox.await("docker-registry", Duration.ofSeconds(20), () -> answers(base));
    return process;
  }

  private boolean answers(URI base) {
    return client
        .sendAsync(HttpRequest.newBuilder(base).build(), BodyHandlers.discarding())
        .handle((answer, failure) -> answer != null && answer.statusCode() == 200)
        .join();
  }

  private static void stop(Process process) throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  private int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("command.log").toFile())
        .start()
        .waitFor();
  }

  private void pushImage(String base, String tag, String layer) throws Exception {
    String descriptor = "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}";
    String json =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
            .formatted(
                MANIFEST,
                descriptor.formatted(
                    "application/vnd.docker.container.image.v1+json", pushBlob(base, "{}"), 2),
                descriptor.formatted(
                    "application/vnd.docker.image.rootfs.diff.tar.gzip",
                    pushBlob(base, layer),
                    layer.length()));
    HttpRequest put =
        HttpRequest.newBuilder(URI.create(base + "manifests/" + tag))
            .header("Content-Type", MANIFEST)
            .PUT(BodyPublishers.ofString(json))
            .build();
    assertEquals(201, client.send(put, BodyHandlers.discarding()).statusCode());
  }

  private String pushBlob(String base, String content) throws Exception {
    HttpRequest post =
        HttpRequest.newBuilder(URI.create(base + "blobs/uploads/"))
            .POST(BodyPublishers.noBody())
            .build();
    String location =
        client.send(post, BodyHandlers.discarding()).headers().firstValue("Location").orElseThrow();
    HttpRequest put =
        HttpRequest.newBuilder(URI.create(location + "&digest=" + digest(content)))
            .header("Content-Type", "application/octet-stream")
            .PUT(BodyPublishers.ofString(content))
            .build();
    assertEquals(201, client.send(put, BodyHandlers.discarding()).statusCode());
    return digest(content);
  }

  private static String digest(String content) throws Exception {
    MessageDigest hash = MessageDigest.getInstance("SHA-256");
    return "sha256:"
        + HexFormat.of().formatHex(hash.digest(content.getBytes(StandardCharsets.UTF_8)));
  }

  /** The names of the blobs in one of the data folders. */
  private Set<String> blobs(String name) throws IOException {
    Path blobs = folder.resolve(name + "-data/docker/registry/v2/blobs");
    try (Stream<Path> files = Files.walk(blobs)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> blobs.relativize(file).toString())
          .collect(Collectors.toSet());
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Files.copy(each, to.resolve(from.relativize(each).toString()));
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
