package dev.privateregistry.registry.http.handler;

import static dev.privateregistry.registry.http.handler.TestRegistry.bytes;
import static dev.privateregistry.registry.http.handler.TestRegistry.location;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.http.FakeRequest;
import dev.privateregistry.registry.http.Response;
import dev.privateregistry.registry.storage.StorageDriver;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each client sends, step by step, and what it relies on, on any storage. */
abstract class ClientsApiContract {
  private static final String CONTENT = "the content of a layer";
  private static final Digest BLOB = Digest.sha256(bytes(CONTENT));
  private static final String UPLOADS = "/v2/team/app/blobs/uploads/";
  private static final String BLOB_PATH = "/v2/team/app/blobs/" + BLOB;

  private TestRegistry registry;

  abstract StorageDriver driver() throws IOException;

  @BeforeEach
  void createRegistry() throws IOException {
    registry = new TestRegistry(driver(), TestRegistry.options(true, false));
  }

  private static @Nullable String field(Response response, String name) {
    return response.headers().first(name);
  }

  @Test
  void shouldSayThatItIsARegistry() {
    Response response = registry.expect(200, "GET", "/v2/");
    assertEquals("{}", TestRegistry.text(response));
    assertEquals("application/json", field(response, "Content-Type"));
    assertEquals("registry/2.0", field(response, "Docker-Distribution-Api-Version"));
    Response unknown = registry.expect(404, "GET", "/v1/search?q=app");
    assertEquals("registry/2.0", field(unknown, "Docker-Distribution-Api-Version"));
  }

  /** HEAD, POST, one PATCH in chunked coding without a type, an empty PUT, HEAD. */
  @Test
  void shouldTakeABlobAsDockerPushesIt() {
    registry.expect(404, "HEAD", BLOB_PATH);
    Response started = registry.expect(202, "POST", UPLOADS);
    assertEquals("0-0", field(started, "Range"));
    FakeRequest patch = FakeRequest.of("PATCH", location(started));
    Response patched =
        registry.expect(202, patch.chunked(bytes("the content"), bytes(" of a layer")));
    assertEquals("0-" + (CONTENT.length() - 1), field(patched, "Range"));
    assertEquals(field(started, "Docker-Upload-UUID"), field(patched, "Docker-Upload-UUID"));
    Response put = registry.expect(201, "PUT", location(patched) + "&digest=" + encoded(BLOB));
    assertEquals(BLOB.toString(), field(put, "Docker-Content-Digest"));
    Response head = registry.expect(200, "HEAD", BLOB_PATH);
    assertEquals(Integer.toString(CONTENT.length()), field(head, "Content-Length"));
    assertEquals("application/octet-stream", field(head, "Content-Type"));
    assertEquals(BLOB.toString(), field(head, "Docker-Content-Digest"));
  }

  private static String encoded(Digest digest) {
    return digest.toString().replace(":", "%3A");
  }

  /** No ping; HEAD, POST, everything in the PUT. */
  @Test
  void shouldTakeABlobAsContainerdAndBuildKitPushIt() {
    registry.expect(404, FakeRequest.of("HEAD", BLOB_PATH).with("Accept", "a/b, */*"));
    FakeRequest post = FakeRequest.of("POST", UPLOADS + "?mount=" + BLOB + "&from=team/other");
    String location = location(registry.expect(202, post));
    FakeRequest put =
        FakeRequest.of("PUT", location + "&digest=" + encoded(BLOB))
            .with("Content-Type", "application/octet-stream")
            .body(CONTENT);
    registry.expect(201, put);
    registry.expect(200, FakeRequest.of("HEAD", BLOB_PATH).with("Accept", "a/b, */*"));
  }

  /** containerd 2.1 asks for open ranges of everything, and names codings that are not used. */
  @Test
  void shouldServeManifestsAndBlobsAsContainerdPullsThem() {
    Digest image = registry.pushImage("team/app", "latest", CONTENT);
    FakeRequest manifest =
        FakeRequest.of("GET", "/v2/team/app/manifests/" + image)
            .with("Range", "bytes=0-")
            .with("Accept-Encoding", "zstd;q=1.0, gzip;q=0.8, deflate;q=0.5")
            .with("Accept", TestRegistry.OCI + ", */*");
    Response whole = registry.expect(200, manifest);
    assertEquals(image, Digest.sha256(TestRegistry.content(whole)));
    assertNull(field(whole, "Content-Encoding"));
    FakeRequest blob =
        FakeRequest.of("GET", BLOB_PATH)
            .with("Range", "bytes=4-")
            .with("Accept-Encoding", "zstd;q=1.0, gzip;q=0.8, deflate;q=0.5");
    Response rest = registry.expect(206, blob);
    assertEquals(CONTENT.substring(4), TestRegistry.text(rest));
    int size = CONTENT.length();
    assertEquals("bytes 4-" + (size - 1) + "/" + size, field(rest, "Content-Range"));
    assertNull(field(rest, "Content-Encoding"));
  }

  /** An anonymous mount first, then chunks; after an error Location and Range of the answer. */
  @Test
  void shouldTakeChunksAsRegclientPushesThem() {
    Response started = registry.expect(202, "POST", UPLOADS + "?mount=" + BLOB);
    assertNull(field(started, "OCI-Chunk-Min-Length"), "chunks may be of any size");
    Response first = registry.expect(202, chunk(location(started), "0-3", CONTENT.substring(0, 4)));
    Response wrong = registry.expect(416, chunk(location(first), "9-10", "xx"));
    assertEquals("0-3", field(wrong, "Range"));
    String rest = CONTENT.substring(4);
    String range = "4-" + (CONTENT.length() - 1);
    Response second = registry.expect(202, chunk(location(wrong), range, rest));
    registry.expect(201, "PUT", location(second) + "&digest=" + BLOB);
    String cancelled = location(registry.expect(202, "POST", UPLOADS));
    registry.expect(204, "DELETE", cancelled);
    registry.expectError(404, "BLOB_UPLOAD_UNKNOWN", "GET", cancelled);
  }

  private static FakeRequest chunk(String location, String range, String content) {
    return FakeRequest.of("PATCH", location)
        .with("Content-Type", "application/octet-stream")
        .with("Content-Range", range)
        .body(content);
  }

  /** skopeo and podman need a Location in every answer to PATCH, and mount from their cache. */
  @Test
  void shouldTakeABlobAsSkopeoPushesIt() {
    registry.pushBlob("team/base", CONTENT);
    Response mounted =
        registry.expect(201, "POST", UPLOADS + "?mount=" + BLOB + "&from=team%2Fbase");
    assertTrue(location(mounted).endsWith("/v2/team/app/blobs/" + BLOB));
    Response started = registry.expect(202, "POST", UPLOADS);
    Response patched = registry.expect(202, FakeRequest.of("PATCH", location(started)).body("abc"));
    Response again = registry.expect(202, FakeRequest.of("PATCH", location(patched)).body("def"));
    Digest digest = Digest.sha256(bytes("abcdef"));
    registry.expect(201, "PUT", location(again) + "&digest=" + digest);
  }

  /** crane looks at three fields of HEAD, and starts uploads with a JSON type and no content. */
  @Test
  void shouldAnswerWhatCraneLooksAt() {
    Digest image = registry.pushImage("team/app", "latest", CONTENT);
    Response head = registry.expect(200, "HEAD", "/v2/team/app/manifests/latest");
    Response whole = registry.expect(200, "GET", "/v2/team/app/manifests/latest");
    assertEquals(TestRegistry.OCI, field(head, "Content-Type"));
    assertEquals(image.toString(), field(head, "Docker-Content-Digest"));
    assertEquals(whole.body().length(), head.body().length(), "HEAD tells the length of GET");
    FakeRequest post =
        FakeRequest.of("POST", UPLOADS + "?mount=" + BLOB + "&from=no/where&origin=reg.example")
            .with("Content-Type", "application/json")
            .body(new byte[0]);
    registry.expect(204, "DELETE", location(registry.expect(202, post)));
  }

  /** Helm and oras: a config of its own type, HEAD by digest, and a ping of the referrers. */
  @Test
  void shouldKeepArtifactsAsHelmAndOrasPushThem() {
    Digest config = registry.pushBlob("team/chart", "{\"name\":\"chart\"}");
    Digest layer = registry.pushBlob("team/chart", "a chart");
    String json =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
            .formatted(
                TestRegistry.OCI,
                TestRegistry.descriptor("application/vnd.cncf.helm.config.v1+json", config),
                TestRegistry.descriptor(
                    "application/vnd.cncf.helm.chart.content.v1.tar+gzip", layer));
    Digest chart = registry.pushManifest("team/chart", "1.0.0_build.1", TestRegistry.OCI, json);
    registry.expect(200, "HEAD", "/v2/team/chart/manifests/" + chart);
    String zero = "sha256:" + "0".repeat(64);
    Response none = registry.expect(200, "GET", "/v2/team/chart/referrers/" + zero);
    assertEquals(TestRegistry.INDEX, field(none, "Content-Type"));
    String tag = "sha256-" + chart.hex();
    registry.pushManifest("team/chart", tag, TestRegistry.INDEX, TestRegistry.index(chart));
    registry.expect(200, "GET", "/v2/team/chart/manifests/" + tag);
  }

  /** A cache of BuildKit: an index whose entries are blobs. */
  @Test
  void shouldKeepACacheAsBuildKitPushesIt() {
    Digest layer = registry.pushBlob("team/cache", CONTENT);
    Digest config = registry.pushBlob("team/cache", "{\"layers\":[]}");
    String json =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s,%s]}"
            .formatted(
                TestRegistry.INDEX,
                TestRegistry.descriptor("application/vnd.oci.image.layer.v1.tar+gzip", layer),
                TestRegistry.descriptor("application/vnd.buildkit.cacheconfig.v0", config));
    registry.pushManifest("team/cache", "cache", TestRegistry.INDEX, json);
    String missing = json.replace(config.hex(), "0".repeat(64));
    registry.expectError(
        400,
        "MANIFEST_BLOB_UNKNOWN",
        FakeRequest.of("PUT", "/v2/team/cache/manifests/broken")
            .with("Content-Type", TestRegistry.INDEX)
            .body(missing));
  }

  /** Whatever a client accepts: a manifest has one form, and the wrong one is better than none. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*/*",
        "application/json",
        "application/vnd.docker.distribution.manifest.v2+json",
        "application/vnd.oci.image.manifest.v1+json;q=0.5, */*;q=0.1",
      })
  void shouldServeAManifestWhateverIsAccepted(String accept) {
    registry.pushImage("team/app", "latest", CONTENT);
    FakeRequest get = FakeRequest.of("GET", "/v2/team/app/manifests/latest");
    Response response = registry.expect(200, accept.isEmpty() ? get : get.with("Accept", accept));
    assertEquals(TestRegistry.OCI, field(response, "Content-Type"));
  }

  /** A type with parameters, as some clients send it, is kept without them. */
  @Test
  void shouldKeepTheTypeOfAManifestWithoutParameters() {
    Digest blob = registry.pushBlob("team/app", "{}");
    String json = TestRegistry.image(blob, blob);
    registry.pushManifest("team/app", "latest", TestRegistry.OCI + "; charset=utf-8", json);
    Response response = registry.expect(200, "GET", "/v2/team/app/manifests/latest");
    assertEquals(TestRegistry.OCI, field(response, "Content-Type"));
  }

  @Test
  void shouldNotKnowARepositoryNobodyPushedTo() {
    for (String path : List.of("manifests/latest", "blobs/" + BLOB, "tags/list")) {
      registry.expect(404, "GET", "/v2/team/nothing/" + path);
      registry.expect(404, "HEAD", "/v2/team/nothing/" + path);
    }
    registry.expect(404, "DELETE", "/v2/team/nothing/manifests/latest");
    registry.expect(404, "DELETE", "/v2/team/nothing/manifests/" + BLOB);
    registry.expect(404, "DELETE", "/v2/team/nothing/blobs/" + BLOB);
  }
}
