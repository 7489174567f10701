package dev.privateregistry.registry.http.handler;

import static dev.privateregistry.registry.http.handler.TestRegistry.OCI;
import static dev.privateregistry.registry.http.handler.TestRegistry.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.gc.StorageCheck;
import dev.privateregistry.registry.http.FakeRequest;
import dev.privateregistry.registry.http.Response;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.filesystem.FailingDisk;
import dev.privateregistry.registry.storage.filesystem.FailingDisk.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A disk that fails while the registry runs: what clients are told, and that it passes. */
class FailingDiskTest {
  @TempDir Path folder;

  private final FailingDisk disk = new FailingDisk();
  private StorageDriver driver;
  private TestRegistry registry;
  private Digest image;
  private final Digest layer = Digest.sha256(bytes("layer"));

  @BeforeEach
  void pushAnImage() throws IOException {
    driver = disk.driver(Files.createDirectory(folder.resolve("data")));
    registry = new TestRegistry(driver, TestRegistry.options(true, false));
    image = registry.pushImage("a", "latest", "layer");
  }

  @ParameterizedTest
  @CsvSource({
    "FULL, 507, UNAVAILABLE",
    "QUOTA, 507, UNAVAILABLE",
    "READ_ONLY, 503, UNAVAILABLE",
    "BROKEN, 500, UNKNOWN",
  })
  void shouldTellEachPushAndServeEverythingElse(Failure failure, int status, String code)
      throws IOException {
    String upload = registry.start("a");
    String digest = "&digest=" + Digest.sha256(bytes("more"));
    disk.set(failure);

    registry.expectError(status, code, "POST", "/v2/b/blobs/uploads/");
    registry.expectError(status, code, "POST", "/v2/b/blobs/uploads/?mount=" + layer + "&from=a");
    registry.expectError(status, code, FakeRequest.of("PATCH", upload).chunked(bytes("more")));
    registry.expectError(status, code, putManifest("again"));
    registry.expectError(status, code, putManifest("latest"));
    serveEverything(registry);
    serveEverything(new TestRegistry(driver, TestRegistry.options(true, false)));

    disk.set(Failure.NONE);
    serveEverything(registry);
    String next = registry.start("a");
    registry.expect(201, FakeRequest.of("PUT", next + digest).body("more"));
    registry.expect(201, putManifest("again"));
    checkEverything();
  }

  @ParameterizedTest
  @CsvSource({"READ_ONLY, 503, UNAVAILABLE", "BROKEN, 500, UNKNOWN"})
  void shouldTellEachDeletion(Failure failure, int status, String code) throws IOException {
    disk.set(failure);
    List<String> targets = List.of("manifests/latest", "manifests/" + image, "blobs/" + layer);
    for (String target : targets) {
      registry.expectError(status, code, "DELETE", "/v2/a/" + target);
    }
    serveEverything(registry);
    disk.set(Failure.NONE);
    for (String target : targets) {
      registry.expect(202, "DELETE", "/v2/a/" + target);
    }
    checkEverything();
  }

  @ParameterizedTest
  @EnumSource(
      value = Failure.class,
      names = {"FULL", "QUOTA"})
  void shouldMakeRoomOnAFullDisk(Failure failure) throws IOException {
    disk.set(failure);
    registry.expect(202, "DELETE", "/v2/a/manifests/" + image);
    registry.expect(202, "DELETE", "/v2/a/blobs/" + layer);
    checkEverything();
  }

  @Test
  void shouldSayWhenToComeAgainWhileTheDiskIsReadOnly() {
    disk.set(Failure.READ_ONLY);
    Response answer = registry.expect(503, "POST", "/v2/a/blobs/uploads/");
    assertEquals("30", answer.headers().first("Retry-After"));
  }

  /**
   * The operating system tells once that bytes are lost; a second attempt would seem to succeed.
   */
  @Test
  void shouldNotAcceptBytesThatDidNotReachTheMedium() {
    String upload = registry.start("a");
    byte[] content = bytes("lost by the disk");
    String next =
        TestRegistry.location(
            registry.expect(202, FakeRequest.of("PATCH", upload).chunked(content)));
    String last = next + "&digest=" + Digest.sha256(content);
    disk.set(Failure.FORGETTING);
    registry.expectError(500, "UNKNOWN", "PUT", last);

    disk.set(Failure.NONE);
    registry.expectError(404, "BLOB_UPLOAD_UNKNOWN", "PUT", last);
    registry.pushBlob("a", content);
  }

  @Test
  void shouldNotCallAnImageUnknownWhoseStorageIsGone() throws IOException {
    TestRegistry other = new TestRegistry(driver, TestRegistry.options(true, false));
    Files.move(folder.resolve("data"), folder.resolve("unmounted"));

    for (String target :
        List.of("a/manifests/latest", "a/manifests/" + image, "a/blobs/" + layer, "a/tags/list")) {
      other.expectError(503, "UNAVAILABLE", "GET", "/v2/" + target);
    }
    other.expectError(503, "UNAVAILABLE", "GET", "/v2/_catalog");
    other.expectError(503, "UNAVAILABLE", "POST", "/v2/a/blobs/uploads/");
    other.expectError(503, "UNAVAILABLE", putManifest("again"));
    other.expectError(503, "UNAVAILABLE", "DELETE", "/v2/a/manifests/latest");
    assertTrue(Files.notExists(folder.resolve("data")));

    Files.move(folder.resolve("unmounted"), folder.resolve("data"));
    serveEverything(other);
    other.pushImage("a", "again", "layer");
    checkEverything();
  }

  private FakeRequest putManifest(String tag) {
    String json = TestRegistry.image(Digest.sha256(bytes("{}")), layer);
    return FakeRequest.of("PUT", "/v2/a/manifests/" + tag).with("Content-Type", OCI).body(json);
  }

  private void serveEverything(TestRegistry from) {
    from.expect(200, "GET", "/v2/a/manifests/latest");
    from.expect(200, "GET", "/v2/a/manifests/" + image);
    assertEquals("layer", TestRegistry.text(from.expect(200, "GET", "/v2/a/blobs/" + layer)));
    from.expect(200, "GET", "/v2/a/tags/list");
    from.expect(200, "GET", "/v2/_catalog");
  }

  private void checkEverything() throws IOException {
    StorageCheck.Result result =
        new StorageCheck(driver, new StorageCheck.Options(false, false, Instant.now()))
            .run(finding -> {});
    assertTrue(result.isSound(), () -> result.findings().toString());
  }
}
