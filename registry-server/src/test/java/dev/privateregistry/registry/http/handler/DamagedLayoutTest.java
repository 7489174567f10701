package dev.privateregistry.registry.http.handler;

import static dev.privateregistry.registry.http.handler.TestRegistry.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.http.FakeRequest;
import dev.privateregistry.registry.storage.StorageDriver.Durability;
import dev.privateregistry.registry.storage.memory.MemoryDriver;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Storage as a power cut leaves it when a registry wrote in place: files without content. */
class DamagedLayoutTest {
  private static final String ROOT = "/docker/registry/v2/";
  private static final String REPOSITORY = ROOT + "repositories/a/";

  private final MemoryDriver driver = new MemoryDriver();
  private final TestRegistry registry = new TestRegistry(driver, TestRegistry.options(true, false));
  private final Digest manifest = registry.pushImage("a", "latest", "layer");
  private final Digest layer = Digest.sha256(bytes("layer"));

  @ParameterizedTest
  @ValueSource(strings = {"", "sha256:", "\0\0\0\0"})
  void shouldServeAnImageWhoseLinksAreBroken(String content) throws IOException {
    write(REPOSITORY + "_layers/sha256/" + layer.hex() + "/link", content);
    write(REPOSITORY + "_manifests/revisions/sha256/" + manifest.hex() + "/link", content);

    registry.expect(200, "HEAD", "/v2/a/blobs/" + layer);
    assertEquals("layer", TestRegistry.text(registry.expect(200, "GET", "/v2/a/blobs/" + layer)));
    registry.expect(200, "GET", "/v2/a/manifests/latest");
    registry.pushImage("a", "again", "layer");
  }

  @Test
  void shouldTakeATagWhoseLinkIsBrokenForAbsentUntilItIsPushedAgain() throws IOException {
    write(REPOSITORY + "_manifests/tags/latest/current/link", "");

    registry.expectError(404, "MANIFEST_UNKNOWN", "GET", "/v2/a/manifests/latest");
    registry.expect(200, "GET", "/v2/a/manifests/" + manifest);
    registry.pushImage("a", "latest", "layer");
    registry.expect(200, "GET", "/v2/a/manifests/latest");
  }

  @Test
  void shouldDeleteATagWhoseLinkIsBroken() throws IOException {
    write(REPOSITORY + "_manifests/tags/latest/current/link", "");

    registry.expect(202, "DELETE", "/v2/a/manifests/latest");
    assertEquals(
        "{\"name\":\"a\",\"tags\":[]}\n",
        TestRegistry.text(registry.expect(200, "GET", "/v2/a/tags/list")));
  }

  @Test
  void shouldDeleteManifestsBesideATagWhoseLinkIsBroken() throws IOException {
    Digest other = registry.pushImage("a", "other", "second");
    write(REPOSITORY + "_manifests/tags/latest/current/link", "");

    registry.expect(202, "DELETE", "/v2/a/manifests/" + other);
    registry.expect(404, "GET", "/v2/a/manifests/other");
  }

  @Test
  void shouldAskAgainForContentThatIsLost() throws IOException {
    write(blob(layer), "");
    write(blob(manifest), "");

    registry.expectError(404, "BLOB_UNKNOWN", "HEAD", "/v2/a/blobs/" + layer);
    registry.expectError(404, "MANIFEST_UNKNOWN", "HEAD", "/v2/a/manifests/latest");
    registry.pushImage("a", "latest", "layer");
    registry.expect(200, "HEAD", "/v2/a/blobs/" + layer);
    registry.expect(200, "HEAD", "/v2/a/manifests/latest");
  }

  @Test
  void shouldKeepTheEmptyBlob() {
    Digest empty = registry.pushBlob("a", "");

    assertEquals(
        0, registry.expect(200, FakeRequest.of("GET", "/v2/a/blobs/" + empty)).body().length());
  }

  private static String blob(Digest digest) {
    return ROOT + "blobs/sha256/" + digest.hex().substring(0, 2) + "/" + digest.hex() + "/data";
  }

  private void write(String path, String content) throws IOException {
    driver.write(path, bytes(content), Durability.DURABLE);
  }
}
