package dev.privateregistry.registry.app;

import static dev.privateregistry.registry.app.RunningServer.as;
import static dev.privateregistry.registry.app.RunningServer.await;
import static dev.privateregistry.registry.app.RunningServer.json;
import static dev.privateregistry.registry.app.RunningServer.text;
import static dev.privateregistry.registry.app.RunningServer.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.auth.HtpasswdLine;
import dev.privateregistry.registry.config.ConfigReader;
import dev.privateregistry.registry.http.netty.TestCertificates;
import dev.privateregistry.registry.reload.HotFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole server through real sockets. */
@Timeout(60)
class RegistryServerTest {
  private static final byte[] LAYER = "layer".repeat(10_000).getBytes(StandardCharsets.UTF_8);
  private static final String DIGEST = digest(LAYER);
  private static final String TYPE = "application/vnd.oci.image.manifest.v1+json";
  private static final byte[] MANIFEST =
      """
      {"schemaVersion":2,"mediaType":"%s",
       "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},
       "layers":[]}"""
          .formatted(TYPE, DIGEST, LAYER.length)
          .getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  @Test
  void shouldKeepAnImageAndGiveItBack() throws Exception {
    try (RunningServer running =
        RunningServer.start(folder, "http: {headers: {X-Content-Type-Options: [nosniff]}}")) {
      assertEquals(201, running.push("team/app", DIGEST, LAYER));
      assertEquals(201, pushManifest(running));

      HttpResponse<byte[]> manifest = running.get("/v2/team/app/manifests/1.0", "Accept", TYPE);
      assertArrayEquals(MANIFEST, manifest.body());
      assertEquals(
          digest(MANIFEST), manifest.headers().firstValue("Docker-Content-Digest").orElse(""));
      assertEquals("nosniff", manifest.headers().firstValue("X-Content-Type-Options").orElse(""));
      assertArrayEquals(LAYER, running.get("/v2/team/app/blobs/" + DIGEST).body());
      assertEquals(
          "{\"name\":\"team/app\",\"tags\":[\"1.0\"]}",
          text(running.get("/v2/team/app/tags/list")).strip());
    }
    try (RunningServer again = RunningServer.start(folder, "")) {
      assertArrayEquals(MANIFEST, again.get("/v2/team/app/manifests/1.0").body());
    }
  }

  @Test
  void shouldRotateAPasswordWithoutAMomentInWhichNeitherWorks() throws Exception {
    Path htpasswd = folder.resolve("htpasswd");
    String one = HtpasswdLine.make("alice", "one", 4) + "\n";
    String two = HtpasswdLine.make("alice", "two", 4) + "\n";
    write(htpasswd, one);
    try (RunningServer running = RunningServer.start(folder, auth(htpasswd))) {
      assertEquals(401, running.get("/v2/").statusCode());
      assertEquals(200, running.get("/v2/", as("alice", "one")).statusCode());
      assertEquals(401, running.get("/v2/", as("alice", "two")).statusCode());

      write(htpasswd, one + two);
      await(() -> isInForce(running, one + two));
      assertEquals(200, running.get("/v2/", as("alice", "one")).statusCode());
      assertEquals(200, running.get("/v2/", as("alice", "two")).statusCode());

      write(htpasswd, two);
      await(() -> isInForce(running, two));
      assertEquals(401, running.get("/v2/", as("alice", "one")).statusCode());
      assertEquals(200, running.get("/v2/", as("alice", "two")).statusCode());
    }
  }

  @Test
  void shouldKeepTheUsersWhenTheirFileBreaksAndSayItAloud() throws Exception {
    Path htpasswd = folder.resolve("htpasswd");
    String good = HtpasswdLine.make("alice", "one", 4) + "\n";
    write(htpasswd, good);
    try (RunningServer running = RunningServer.start(folder, auth(htpasswd))) {
      write(htpasswd, "alice\n");
      await(() -> !running.status().at("/htpasswd/error").isNull());

      assertTrue(isInForce(running, good));
      assertEquals(200, running.get("/v2/", as("alice", "one")).statusCode());
      assertTrue(json(running.debug("/debug/health")).has("htpasswd"));
      assertTrue(text(running.debug("/metrics")).contains("\nregistry_htpasswd_refused 1.0"));
    }
  }

  @Test
  void shouldLetAnybodyPullAndUsersPush() throws Exception {
    Path htpasswd = folder.resolve("htpasswd");
    write(htpasswd, HtpasswdLine.make("alice", "one", 4) + "\n");
    String more = auth(htpasswd) + "access: {anonymous: [pull]}\n";
    try (RunningServer running = RunningServer.start(folder, more)) {
      HttpResponse<byte[]> ping = running.get("/v2/");
      String base = running.url("").toString();
      assertEquals(401, ping.statusCode());
      assertEquals(
          "Bearer realm=\"%s/auth/token\",service=\"%s\""
              .formatted(base, base.substring("http://".length())),
          ping.headers().firstValue("WWW-Authenticate").orElse(""));

      String[] user = bearer(running.get("/auth/token?service=x", as("alice", "one")));
      assertEquals(201, running.push("team/app", DIGEST, LAYER, user));

      String[] nobody = bearer(running.get("/auth/token?service=x&scope=repository:a:pull"));
      assertEquals(200, running.get("/v2/", nobody).statusCode());
      assertEquals(200, running.get("/v2/team/app/blobs/" + DIGEST, nobody).statusCode());
      assertEquals(200, running.get("/v2/team/app/blobs/" + DIGEST).statusCode());
      assertEquals(401, running.push("team/app", DIGEST, LAYER, nobody));
      assertEquals(401, running.get("/auth/token", as("alice", "wrong")).statusCode());
    }
  }

  @Test
  void shouldServeANewCertificate() throws Exception {
    Path certificate = folder.resolve("tls.crt");
    Path key = folder.resolve("tls.key");
    TestCertificates.elliptic(0xabc1).write(certificate, key);
    String more = "http: {tls: {certificate: %s, key: %s}}\n".formatted(certificate, key);
    try (RunningServer running = RunningServer.start(folder, more)) {
      assertEquals(200, running.get("/v2/").statusCode());
      assertEquals("abc1", running.status().at("/certificate/serial").asText());

      TestCertificates.elliptic(0xabc2).write(certificate, key);
      await(() -> running.status().at("/certificate/serial").asText().equals("abc2"));

      write(key, "no key");
      await(() -> !running.status().at("/certificate/error").isNull());
      assertEquals("abc2", running.status().at("/certificate/serial").asText());
      assertEquals(200, running.get("/v2/").statusCode());
    }
  }

  @Test
  void shouldShowOperatorsHowItIs() throws Exception {
    try (RunningServer running = RunningServer.start(folder, "")) {
      assertEquals(200, running.debug("/live").statusCode());
      assertEquals(200, running.debug("/ready").statusCode());
      assertEquals("{}", text(running.debug("/debug/health")));
      assertEquals("test", running.status().get("version").asText());
      assertEquals("c0ffee", running.status().at("/config/fingerprint").asText());
      assertTrue(running.status().get("htpasswd").isNull());
      assertEquals(404, running.debug("/v2/").statusCode());
      assertEquals(404, running.get("/status").statusCode());

      Files.move(folder.resolve("data"), folder.resolve("elsewhere"));
      await(() -> running.debug("/ready").statusCode() == 503);
      assertEquals(503, running.debug("/debug/health").statusCode());
      assertTrue(text(running.debug("/debug/health")).contains("storagedriver_filesystem"));
      assertEquals(200, running.debug("/live").statusCode());
    }
  }

  @Test
  void shouldFinishWhatRunsBeforeItStops() throws Exception {
    try (RunningServer running = RunningServer.start(folder, "")) {
      CountDownLatch rest = new CountDownLatch(1);
      CountDownLatch begun = new CountDownLatch(1);
      var push =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return running
                      .send(
                          "POST",
                          "/v2/team/app/blobs/uploads/?digest=" + DIGEST,
                          BodyPublishers.ofInputStream(() -> new Halting(begun, rest)))
                      .statusCode();
                } catch (IOException | InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              },
              Thread::startVirtualThread);
      begun.await();
      Path uploads =
          folder.resolve("data/docker/registry/v2/repositories/team/app").resolve("_uploads");
      await(() -> Files.exists(uploads));
      var drain =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return running.server().drain();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              },
              Thread::startVirtualThread);
      await(() -> running.debug("/ready").statusCode() == 503);
      assertFalse(drain.isDone());

      rest.countDown();
      assertEquals(201, push.get());
      assertTrue(drain.get());
      assertThrows(IOException.class, () -> running.get("/v2/"));
    }
  }

  /** Gives half of the layer, then waits to be let go on. */
  private static final class Halting extends InputStream {
    private final CountDownLatch begun;
    private final CountDownLatch rest;
    private int position;

    Halting(CountDownLatch begun, CountDownLatch rest) {
      this.begun = begun;
      this.rest = rest;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (position == LAYER.length) {
        return -1;
      }
      if (position >= LAYER.length / 2) {
        begun.countDown();
        try {
          rest.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
      int half = position < LAYER.length / 2 ? LAYER.length / 2 : LAYER.length;
      int count = Math.min(length, half - position);
      System.arraycopy(LAYER, position, target, offset, count);
      position += count;
      return count;
    }
  }

  @Test
  void shouldSayWhyItDoesNotStart() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    Path missing = folder.resolve("missing");

    assertStartFails(
        "storage.filesystem.rootdirectory: " + file + ": not a folder; name a folder", file, "");
    assertStartFails(
        "auth.htpasswd.path: %s: no such file; make it with: registry-server htpasswd USER > %s"
            .formatted(missing, missing),
        folder.resolve("data"),
        auth(missing));
    assertStartFails(
        "http.tls.certificate: " + missing + " does not exist; create it, or correct the path",
        folder.resolve("data"),
        "http: {addr: '127.0.0.1:0', tls: {certificate: %s, key: %s}}".formatted(missing, missing));
  }

  @Test
  void shouldSayThatThePortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      StartFailure failure =
          assertThrows(
              StartFailure.class,
              () ->
                  startWith(
                      folder.resolve("data"),
                      "http: {addr: '127.0.0.1:%d'}".formatted(taken.getLocalPort())));

      String message = String.valueOf(failure.getMessage());
      assertTrue(message.startsWith("http.addr: cannot listen on 127.0.0.1:"), message);
    }
  }

  private static void assertStartFails(String message, Path root, String more) {
    StartFailure failure = assertThrows(StartFailure.class, () -> startWith(root, more));

    assertEquals(message, failure.getMessage());
  }

  private static void startWith(Path root, String more) throws StartFailure {
    String config =
        "version: 0.1\nstorage: {filesystem: {rootdirectory: %s}}\n%s".formatted(root, more);
    var read = ConfigReader.read(config, Map.of());
    RegistryServer.start(read.configuration(), "", "test").close();
  }

  private static int pushManifest(RunningServer running) throws Exception {
    return running
        .send(
            "PUT",
            "/v2/team/app/manifests/1.0",
            BodyPublishers.ofByteArray(MANIFEST),
            "Content-Type",
            TYPE)
        .statusCode();
  }

  private static boolean isInForce(RunningServer running, String content) throws Exception {
    return running
        .status()
        .at("/htpasswd/fingerprint")
        .asText()
        .equals(HotFile.fingerprint(content.getBytes(StandardCharsets.UTF_8)));
  }

  private static String auth(Path htpasswd) {
    return "auth: {htpasswd: {realm: team, path: %s}}\n".formatted(htpasswd);
  }

  private static String[] bearer(HttpResponse<byte[]> token) throws IOException {
    assertEquals(200, token.statusCode());
    return new String[] {"Authorization", "Bearer " + json(token).get("token").asText()};
  }

  private static String digest(byte[] content) {
    return "sha256:" + HotFile.fingerprint(content);
  }
}
