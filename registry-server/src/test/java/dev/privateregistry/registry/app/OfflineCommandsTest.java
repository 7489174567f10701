package dev.privateregistry.registry.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.domain.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The commands that work on the images of a registry that is not running. */
@Isolated
class OfflineCommandsTest {
  private static final String LAYER = "layer";

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final PrintStream systemOut = System.out;
  private final PrintStream systemErr = System.err;
  private Path config;

  @BeforeEach
  void capture() throws IOException {
    config =
        Files.writeString(
            folder.resolve("config.yml"),
            "version: 0.1\nstorage: {filesystem: {rootdirectory: %s}}\n"
                .formatted(folder.resolve("data")));
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void release() {
    System.setOut(systemOut);
    System.setErr(systemErr);
  }

  @Test
  void shouldKeepWhatAServerHasStoredAndCollectTheRest() throws Exception {
    Digest image;
    Digest unused;
    try (RunningServer server = RunningServer.start(folder, "")) {
      image = pushImage(server);
      unused = blob(server, "pushed without a manifest");
    }
    assertEquals(0, run("fsck"), this::output);
    assertTrue(
        output().startsWith("1 repositories, 1 manifests, 1 tags, 4 blobs: 0 wrong, 0 left"));

    assertEquals(0, run("garbage-collect", "--dry-run"), this::output);
    assertTrue(output().contains("blob eligible for deletion: " + unused), this::output);
    assertTrue(output().endsWith("\n25 bytes could be freed\n"), this::output);
    assertEquals(0, run("garbage-collect", "--quiet", "-m"), this::output);
    assertEquals("", output());
    assertEquals(0, run("fsck"), this::output);
    assertTrue(
        output().startsWith("1 repositories, 1 manifests, 1 tags, 3 blobs: 0 wrong, 0 left"));

    try (RunningServer server = RunningServer.start(folder, "")) {
      assertEquals(200, server.get("/v2/team/app/manifests/" + image).statusCode());
      assertEquals(200, server.get("/v2/team/app/manifests/1.0").statusCode());
      assertEquals(200, server.get("/v2/team/app/blobs/" + digest(LAYER)).statusCode());
      assertEquals(404, server.get("/v2/team/app/blobs/" + unused).statusCode());
    }
  }

  @Test
  void shouldKeepWhatIsYoungerThanTheMinimumAge() throws Exception {
    Digest blob;
    try (RunningServer server = RunningServer.start(folder, "")) {
      blob = blob(server, "young");
    }

    assertEquals(0, run("garbage-collect", "--minimum-age", "1h"), this::output);
    assertFalse(output().contains("eligible for deletion: " + blob), this::output);
    assertEquals(2, run("garbage-collect", "--minimum-age", "60"));
    assertTrue(errors().contains("has no unit; write 60s for seconds"), this::errors);
  }

  @Test
  void shouldChangeNothingBesideAServerThatWrites() throws Exception {
    try (RunningServer server = RunningServer.start(folder, "")) {
      Digest blob = blob(server, "push under way");
      String refusal =
          "a registry server writes there (it has locked registry-server.lock); stop it, or start"
              + " it anew with storage.maintenance.readonly.enabled: true";

      assertEquals(1, run("garbage-collect"));
      assertTrue(errors().contains(refusal), this::errors);
      assertEquals(1, run("fsck", "--repair"));
      assertTrue(errors().contains(refusal), this::errors);
      assertEquals(0, run("garbage-collect", "-d"), this::errors);
      assertEquals(0, run("fsck", "--quick"), this::errors);
      assertEquals(200, server.get("/v2/team/app/blobs/" + blob).statusCode());
    }
    assertEquals(0, run("garbage-collect"), this::errors);
  }

  @Test
  void shouldCollectBesideAServerThatIsReadOnly() throws Exception {
    Digest image;
    try (RunningServer server = RunningServer.start(folder, "")) {
      image = pushImage(server);
      blob(server, "unused");
    }
    try (RunningServer server =
        RunningServer.startWith(
            folder, "", "REGISTRY_STORAGE_MAINTENANCE_READONLY_ENABLED", "true")) {
      assertEquals(0, run("garbage-collect"), this::errors);
      assertTrue(output().contains("1 blobs and 0 manifests eligible"), this::output);
      assertEquals(200, server.get("/v2/team/app/manifests/" + image).statusCode());
    }
  }

  @Test
  void shouldRepairSoThatTheImageCanBePushedAgain() throws Exception {
    Digest layer = digest(LAYER);
    try (RunningServer server = RunningServer.start(folder, "")) {
      pushImage(server);
    }
    Path data =
        folder.resolve(
            "data/docker/registry/v2/blobs/sha256/%s/%s/data"
                .formatted(layer.hex().substring(0, 2), layer.hex()));
    Files.writeString(data, "l\0\0\0\0");

    assertEquals(1, run("fsck"));
    assertTrue(output().contains("wrong: blob " + layer), this::output);
    assertEquals(1, run("fsck", "--repair"));
    assertTrue(output().contains("repaired by setting them aside"), this::output);

    try (RunningServer server = RunningServer.start(folder, "")) {
      assertEquals(404, server.get("/v2/team/app/blobs/" + layer).statusCode());
      blob(server, LAYER);
    }
    assertEquals(0, run("fsck"), this::output);
  }

  @Test
  void shouldNameAFolderThatIsNotThereAndStorageThatHoldsNothing() throws IOException {
    assertEquals(1, run("fsck"));
    assertTrue(errors().contains("data: no such folder; name that of the registry"), this::errors);
    Files.writeString(config, "version: 0.1\nstorage: {inmemory: {}}\n");
    assertEquals(1, run("garbage-collect"));
    assertTrue(errors().contains("storage.inmemory holds nothing outside"), this::errors);
  }

  private int run(String... arguments) {
    out.reset();
    err.reset();
    String[] all = Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = config.toString();
    return Main.run(all);
  }

  private String output() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String errors() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static Digest digest(String content) {
    return Digest.sha256(content.getBytes(StandardCharsets.UTF_8));
  }

  private static Digest blob(RunningServer server, String content) throws Exception {
    Digest digest = digest(content);
    assertEquals(
        201, server.push("team/app", digest.toString(), content.getBytes(StandardCharsets.UTF_8)));
    return digest;
  }

  private static Digest pushImage(RunningServer server) throws Exception {
    String type = "application/vnd.oci.image.manifest.v1+json";
    String descriptor = "{\"mediaType\":\"a/b\",\"digest\":\"%s\",\"size\":1}";
    String json =
        "{\"schemaVersion\":2,\"config\":%s,\"layers\":[%s]}"
            .formatted(
                descriptor.formatted(blob(server, "{}")),
                descriptor.formatted(blob(server, LAYER)));
    assertEquals(
        201,
        server
            .send(
                "PUT",
                "/v2/team/app/manifests/1.0",
                BodyPublishers.ofString(json),
                "Content-Type",
                type)
            .statusCode());
    return digest(json);
  }
}
