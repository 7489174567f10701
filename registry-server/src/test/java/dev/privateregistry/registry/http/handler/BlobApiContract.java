package dev.privateregistry.registry.http.handler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.http.FakeRequest;
import dev.privateregistry.registry.http.Response;
import dev.privateregistry.registry.storage.StorageDriver;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Blobs through the API, on any storage. */
abstract class BlobApiContract {
  private static final byte[] LARGE = new byte[200_000];

  private TestRegistry registry;

  abstract StorageDriver driver() throws IOException;

  static {
    new Random(7).nextBytes(LARGE);
  }

  @BeforeEach
  void createRegistry() throws IOException {
    registry = new TestRegistry(driver(), TestRegistry.options(true, false));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_536, 65_537, 200_000})
  void shouldGiveBackWhatWasPushed(int size) {
    byte[] content = Arrays.copyOf(LARGE, size);
    Digest digest = registry.pushBlob("a/b", content);
    for (int round = 0; round < 2; round++) {
      Response response = registry.expect(200, "GET", "/v2/a/b/blobs/" + digest);
      assertArrayEquals(content, TestRegistry.content(response));
      assertEquals("application/octet-stream", response.headers().first("Content-Type"));
      assertEquals(digest.toString(), response.headers().first("Docker-Content-Digest"));
      assertEquals('"' + digest.toString() + '"', response.headers().first("ETag"));
      assertEquals("bytes", response.headers().first("Accept-Ranges"));
      assertEquals("max-age=31536000", response.headers().first("Cache-Control"));
    }
  }

  @Test
  void shouldTellTheSizeToHead() {
    Digest digest = registry.pushBlob("a", LARGE);
    FakeRequest head = FakeRequest.of("HEAD", "/v2/a/blobs/" + digest);
    Response response = registry.expect(200, head.with("Range", "bytes=0-1"));
    assertEquals("200000", response.headers().first("Content-Length"));
    assertEquals(0, response.body().length());
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-9, 0, 10",
    "bytes=150000-, 150000, 50000",
    "bytes=-5, 199995, 5",
    "bytes=199999-999999, 199999, 1",
  })
  void shouldAnswerRangeOfLargeBlob(String range, int offset, int length) {
    Digest digest = registry.pushBlob("a", LARGE);
    Response response =
        registry.expect(206, FakeRequest.of("GET", "/v2/a/blobs/" + digest).with("Range", range));
    assertEquals(
        "bytes " + offset + "-" + (offset + length - 1) + "/200000",
        response.headers().first("Content-Range"));
    assertArrayEquals(
        Arrays.copyOfRange(LARGE, offset, offset + length), TestRegistry.content(response));
  }

  @Test
  void shouldAnswerRangeOfSmallBlob() {
    Digest digest = registry.pushBlob("a", "0123456789");
    String path = "/v2/a/blobs/" + digest;
    registry.expect(200, "GET", path);
    Response part = registry.expect(206, FakeRequest.of("GET", path).with("Range", "bytes=3-5"));
    assertEquals("345", TestRegistry.text(part));
    Response beyond = registry.expect(416, FakeRequest.of("GET", path).with("Range", "bytes=10-"));
    assertEquals("bytes */10", beyond.headers().first("Content-Range"));
    registry.expect(200, FakeRequest.of("GET", path).with("Range", "bytes=0-1,3-4"));
    FakeRequest other = FakeRequest.of("GET", path).with("Range", "bytes=0-1");
    registry.expect(200, other.with("If-Range", "\"another\""));
    FakeRequest same = FakeRequest.of("GET", path).with("Range", "bytes=0-1");
    registry.expect(206, same.with("If-Range", '"' + digest.toString() + '"'));
  }

  @Test
  void shouldAnswerNotModified() {
    Digest digest = registry.pushBlob("a", LARGE);
    String path = "/v2/a/blobs/" + digest;
    for (String tag : new String[] {"\"" + digest + "\"", digest.toString(), "\"x\", *"}) {
      Response response =
          registry.expect(304, FakeRequest.of("GET", path).with("If-None-Match", tag));
      assertEquals('"' + digest.toString() + '"', response.headers().first("ETag"));
      assertNull(response.headers().first("Content-Type"));
    }
    registry.expect(200, FakeRequest.of("HEAD", path).with("If-None-Match", "\"x\""));
  }

  @Test
  void shouldKeepBlobsToTheirRepository() {
    Digest digest = registry.pushBlob("a", "content");
    registry.expectError(404, "BLOB_UNKNOWN", "GET", "/v2/b/blobs/" + digest);
    registry.expectError(404, "BLOB_UNKNOWN", "HEAD", "/v2/b/blobs/" + digest);
    registry.expectError(400, "DIGEST_INVALID", "GET", "/v2/b/blobs/sha256:abc");
  }

  @Test
  void shouldDeleteAtOnceAndKeepItForOthers() {
    Digest digest = registry.pushBlob("a", "content");
    registry.pushBlob("b", "content");
    String path = "/v2/a/blobs/" + digest;
    registry.expect(200, "GET", path);
    assertTrue(registry.isAnsweredNow(FakeRequest.of("GET", path)));
    registry.expect(202, "DELETE", path);
    assertFalse(registry.isAnsweredNow(FakeRequest.of("GET", path)));
    registry.expectError(404, "BLOB_UNKNOWN", "GET", path);
    registry.expectError(404, "BLOB_UNKNOWN", "DELETE", path);
    registry.expect(200, "GET", "/v2/b/blobs/" + digest);
    registry.pushBlob("a", "content");
    registry.expect(200, "GET", path);
  }

  @Test
  void shouldRefuseDeletionUnlessEnabled() throws IOException {
    Digest digest = registry.pushImage("a", "latest", "layer");
    Digest blob = registry.pushBlob("a", "layer");
    TestRegistry locked = new TestRegistry(driver(), TestRegistry.options(false, false));
    locked.expectError(405, "UNSUPPORTED", "DELETE", "/v2/a/blobs/" + blob);
    locked.expectError(405, "UNSUPPORTED", "DELETE", "/v2/a/manifests/" + digest);
    locked.expectError(405, "UNSUPPORTED", "DELETE", "/v2/a/manifests/latest");
    locked.expect(204, "DELETE", locked.start("a"));
  }

  @Test
  void shouldRefuseEveryChangeWhenReadOnly() throws IOException {
    Digest blob = registry.pushBlob("a", "layer");
    TestRegistry locked = new TestRegistry(driver(), TestRegistry.options(true, true));
    locked.expectError(405, "UNSUPPORTED", "POST", "/v2/a/blobs/uploads/");
    locked.expectError(405, "UNSUPPORTED", "PUT", "/v2/a/manifests/x");
    locked.expectError(405, "UNSUPPORTED", "DELETE", "/v2/a/blobs/" + blob);
    locked.expect(200, "GET", "/v2/a/blobs/" + blob);
  }
}
