package dev.privateregistry.registry.http.handler;

import static dev.privateregistry.registry.http.handler.TestRegistry.INDEX;
import static dev.privateregistry.registry.http.handler.TestRegistry.OCI;
import static dev.privateregistry.registry.http.handler.TestRegistry.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.catalog.ImageClasses;
import dev.privateregistry.registry.catalog.PushRules;
import dev.privateregistry.registry.catalog.RequiredContent;
import dev.privateregistry.registry.catalog.UrlRules;
import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.http.FakeRequest;
import dev.privateregistry.registry.http.Headers;
import dev.privateregistry.registry.http.Response;
import dev.privateregistry.registry.manifest.ManifestParser;
import dev.privateregistry.registry.storage.StorageDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Manifests and tags through the API, on any storage. */
abstract class ManifestApiContract {
  private static final String ROOT = "/docker/registry/v2";

  private TestRegistry registry;

  abstract StorageDriver driver() throws IOException;

  @BeforeEach
  void createRegistry() throws IOException {
    registry = new TestRegistry(driver(), TestRegistry.options(true, false));
  }

  @Test
  void shouldGiveBackTheExactBytesByTagAndDigest() {
    String json = TestRegistry.image(registry.pushBlob("a", "{}"), registry.pushBlob("a", "x"));
    Digest digest = registry.pushManifest("a", "latest", OCI + "; charset=utf-8", json);
    assertEquals(Digest.sha256(bytes(json)), digest);
    for (String reference : List.of("latest", digest.toString(), "latest")) {
      Response response = registry.expect(200, "GET", "/v2/a/manifests/" + reference);
      assertEquals(json, TestRegistry.text(response));
      assertEquals(OCI, response.headers().first("Content-Type"));
      assertEquals(digest.toString(), response.headers().first("Docker-Content-Digest"));
      assertEquals('"' + digest.toString() + '"', response.headers().first("ETag"));
    }
  }

  @Test
  void shouldLocateAManifestByItsDigest() {
    String json = TestRegistry.image(registry.pushBlob("a", "{}"), registry.pushBlob("a", "x"));
    FakeRequest put = FakeRequest.of("PUT", "/v2/a/manifests/latest").with("Content-Type", OCI);
    Response response = registry.expect(201, put.body(json));
    assertEquals(
        "http://registry.test:5000/v2/a/manifests/" + Digest.sha256(bytes(json)),
        response.headers().first("Location"));
  }

  @Test
  void shouldAnswerFromMemoryWithTheSameResponse() {
    Digest digest = registry.pushImage("a", "latest", "layer");
    Response first = registry.expect(200, "GET", "/v2/a/manifests/" + digest);
    assertSame(first, registry.expect(200, "GET", "/v2/a/manifests/latest"));
    assertSame(first, registry.expect(200, "HEAD", "/v2/a/manifests/latest"));
    assertTrue(registry.isAnsweredNow(FakeRequest.of("GET", "/v2/a/manifests/latest")));
    FakeRequest same = FakeRequest.of("GET", "/v2/a/manifests/latest");
    registry.expect(304, same.with("If-None-Match", digest.toString()));
  }

  @Test
  void shouldAskForAccessBeforeAnsweringFromMemory() {
    registry.access.asked.clear();
    registry.expect(403, "GET", "/v2/secret/a/manifests/latest");
    registry.expect(403, "POST", "/v2/secret/a/blobs/uploads/");
    registry.expect(403, "GET", "/v2/secret/a/tags/list");
    assertEquals(3, registry.access.asked.size());
  }

  @Test
  void shouldMoveATagAtOnce() {
    Digest one = registry.pushImage("a", "latest", "one");
    registry.expect(200, "GET", "/v2/a/manifests/latest");
    Digest two = registry.pushImage("a", "latest", "two");
    assertEquals(two.toString(), digestOf("/v2/a/manifests/latest"));
    assertEquals(one.toString(), digestOf("/v2/a/manifests/" + one));
  }

  @Test
  void shouldSeeWhatAnotherServerOnTheSameStorageDidWithinASecond() throws Exception {
    TestRegistry other = new TestRegistry(driver(), TestRegistry.options(true, false));
    registry.pushImage("a", "latest", "one");
    registry.expect(200, "GET", "/v2/a/manifests/latest");
    registry.expect(200, "GET", "/v2/a/tags/list");
    Digest two = other.pushImage("a", "latest", "two");
    other.pushImage("a", "new", "two");
    Instant deadline = Instant.now().plusMillis(1500);
    while (!digestOf("/v2/a/manifests/latest").equals(two.toString())) {
      assertTrue(Instant.now().isBefore(deadline), "the tag that moved is not seen");
      Thread.sleep(20);
    }
    while (!body("/v2/a/tags/list").contains("new")) {
      assertTrue(Instant.now().isBefore(deadline), "the new tag is not seen");
      Thread.sleep(20);
    }
    other.expect(202, "DELETE", "/v2/a/manifests/" + two);
    deadline = Instant.now().plusMillis(1500);
    while (registry.send("GET", "/v2/a/manifests/latest").status() != 404) {
      assertTrue(Instant.now().isBefore(deadline), "the deletion is not seen");
      Thread.sleep(20);
    }
  }

  /** A tag that was pushed after all is not taken away by a deletion that began before. */
  @Test
  void shouldNotLoseATagThatIsPushedWhileItsOldManifestIsDeleted() throws Exception {
    for (int round = 0; round < 4; round++) {
      Digest old = registry.pushImage("a", "latest", "old " + round);
      String json =
          TestRegistry.image(registry.pushBlob("a", "{}"), registry.pushBlob("a", "new " + round));
      Thread deletion =
          Thread.startVirtualThread(
              () -> registry.send(FakeRequest.of("DELETE", "/v2/a/manifests/" + old)));
      Digest latest = registry.pushManifest("a", "latest", OCI, json);
      deletion.join();
      assertEquals(latest.toString(), digestOf("/v2/a/manifests/latest"));
    }
  }

  @Test
  void shouldTellWhatIsUnknown() {
    registry.expectError(404, "MANIFEST_UNKNOWN", "GET", "/v2/a/manifests/latest");
    Digest none = Digest.sha256(bytes("none"));
    registry.expectError(404, "MANIFEST_UNKNOWN", "HEAD", "/v2/a/manifests/" + none);
    registry.expectError(404, "MANIFEST_UNKNOWN", "DELETE", "/v2/a/manifests/" + none);
    registry.expectError(404, "MANIFEST_UNKNOWN", "DELETE", "/v2/a/manifests/latest");
    registry.expectError(404, "MANIFEST_UNKNOWN", "GET", "/v2/a/manifests/.INVALID");
    registry.expectError(404, "NAME_UNKNOWN", "GET", "/v2/a/tags/list");
    Response tags = registry.expect(404, "GET", "/v2/a/tags/list");
    assertTrue(TestRegistry.text(tags).contains("\"detail\":{\"name\":\"a\"}"));
  }

  @Test
  void shouldNameEveryMissingBlobOnce() {
    Digest config = Digest.sha256(bytes("config"));
    Digest layer = Digest.sha256(bytes("layer"));
    Response response = registry.expect(400, put("a", "x", TestRegistry.image(config, layer)));
    String body = TestRegistry.text(response);
    assertEquals(2, body.split("MANIFEST_BLOB_UNKNOWN", -1).length - 1, body);
    assertTrue(body.contains(config.toString()) && body.contains(layer.toString()), body);
    registry.pushBlob("b", "config");
    registry.pushBlob("b", "layer");
    registry.expect(400, put("a", "x", TestRegistry.image(config, layer)));
    registry.expect(201, put("b", "x", TestRegistry.image(config, layer)));
  }

  @Test
  void shouldAcceptAnIndexOfManifestsOrBlobsThatExist() {
    Digest image = registry.pushImage("a", "one", "layer");
    Digest blob = registry.pushBlob("a", "cache layer");
    registry.pushManifest("a", "multi", INDEX, TestRegistry.index(image, blob));
    String missing = TestRegistry.index(Digest.sha256(bytes("none")));
    FakeRequest put = FakeRequest.of("PUT", "/v2/a/manifests/x").with("Content-Type", INDEX);
    registry.expectError(400, "MANIFEST_BLOB_UNKNOWN", put.body(missing));
  }

  @Test
  void shouldAcceptAManifestAboutSomethingThatDoesNotExist() {
    Digest blob = registry.pushBlob("a", "{}");
    Digest none = Digest.sha256(bytes("none"));
    String json =
        TestRegistry.image(blob, blob)
            .replace("{ ", "{\"subject\":" + TestRegistry.descriptor(OCI, none) + ",");
    registry.expect(201, put("a", "x", json));
  }

  @Test
  void shouldRefuseWhatIsNotTheDigestOrTheType() {
    Digest blob = registry.pushBlob("a", "{}");
    String json = TestRegistry.image(blob, blob);
    Digest other = Digest.sha256(bytes("other"));
    registry.expectError(400, "DIGEST_INVALID", put("a", other.toString(), json));
    FakeRequest wrong = FakeRequest.of("PUT", "/v2/a/manifests/x").with("Content-Type", INDEX);
    registry.expectError(400, "MANIFEST_INVALID", wrong.body(json));
    registry.expectError(400, "TAG_INVALID", put("a", ".x", json));
    registry.expectError(400, "NAME_INVALID", put("A", "x", json));
    registry.expectError(404, "MANIFEST_UNKNOWN", "GET", "/v2/a/manifests/x");
  }

  @Test
  void shouldRefuseAManifestOverFourMebibytesWithoutReadingItWhole() {
    byte[] large = new byte[ManifestParser.MAX_BYTES + 1];
    FakeRequest put = FakeRequest.of("PUT", "/v2/a/manifests/x").with("Content-Type", OCI);
    registry.expectError(413, "MANIFEST_INVALID", put.body(large));
    byte[] half = new byte[ManifestParser.MAX_BYTES / 2 + 1];
    FakeRequest chunked = FakeRequest.of("PUT", "/v2/a/manifests/x").with("Content-Type", OCI);
    registry.expectError(413, "MANIFEST_INVALID", chunked.chunked(half, half, half));
  }

  @Test
  void shouldKeepAManifestUnderItsSha512() {
    Digest blob = registry.pushBlob("a", "{}");
    String json = TestRegistry.image(blob, blob);
    Digest sha512 = Digest.of(Digest.Algorithm.SHA512, bytes(json));
    assertEquals(sha512, registry.pushManifest("a", sha512.toString(), OCI, json));
    assertEquals(sha512.toString(), digestOf("/v2/a/manifests/" + sha512));
    Digest canonical = Digest.sha256(bytes(json));
    assertEquals(canonical.toString(), digestOf("/v2/a/manifests/" + canonical));
    registry.expect(202, "DELETE", "/v2/a/manifests/" + canonical);
    registry.expect(404, "GET", "/v2/a/manifests/" + sha512);
  }

  @ParameterizedTest
  @EnumSource(Digest.Algorithm.class)
  void shouldPushSeveralTagsWithADigest(Digest.Algorithm algorithm) {
    Digest blob = registry.pushBlob("a", "{}");
    String json = TestRegistry.image(blob, blob);
    Digest digest = Digest.of(algorithm, bytes(json));
    registry.pushImage("a", "latest", "another");
    assertNotEquals(digest.toString(), digestOf("/v2/a/manifests/latest"));
    assertTrue(body("/v2/a/tags/list").contains("[\"latest\"]"));
    List<String> tags = List.of("1", "1.2", "latest", "4", "5", "6", "7", "8", "9", "10");
    String target = digest + "?tag=" + String.join("&tag=", tags) + "&tag=1";
    Response response = registry.expect(201, put("a", target, json));
    assertEquals(tags, values(response, "OCI-Tag"));
    assertEquals(digest.toString(), response.headers().first("Docker-Content-Digest"));
    for (String tag : tags) {
      assertEquals(digest.toString(), digestOf("/v2/a/manifests/" + tag));
      assertTrue(body("/v2/a/tags/list").contains("\"" + tag + "\""));
    }
    registry.expect(202, "DELETE", "/v2/a/manifests/" + digest);
    assertEquals("{\"name\":\"a\",\"tags\":[]}\n", body("/v2/a/tags/list"));
  }

  @Test
  void shouldStoreNothingWhenOneOfSeveralTagsIsInvalid() {
    Digest blob = registry.pushBlob("a", "{}");
    String json = TestRegistry.image(blob, blob);
    Digest digest = Digest.sha256(bytes(json));
    registry.expectError(400, "TAG_INVALID", put("a", digest + "?tag=good&tag=.bad", json));
    registry.expectError(400, "TAG_INVALID", put("a", digest + "?tag=%zz", json));
    registry.expectError(414, "TAG_INVALID", put("a", digest + "?" + "tag=x&".repeat(101), json));
    registry.expect(404, "GET", "/v2/a/manifests/good");
    registry.expect(404, "GET", "/v2/a/manifests/" + digest);
  }

  @Test
  void shouldWarnWhenTagsAreSentWithATag() {
    Digest blob = registry.pushBlob("a", "{}");
    FakeRequest put = put("a", "one?tag=two", TestRegistry.image(blob, blob));
    Response response = registry.expect(201, put);
    assertEquals(List.of(), values(response, "OCI-Tag"));
    String warning = String.valueOf(response.headers().first("Warning"));
    assertTrue(warning.matches("299 - \"[^\"]+\""), warning);
    registry.expect(404, "GET", "/v2/a/manifests/two");
  }

  @Test
  void shouldAcceptNestedIndexes() {
    Digest image = registry.pushImage("a", "one", "layer");
    Digest inner = registry.pushManifest("a", "inner", INDEX, TestRegistry.index(image));
    registry.pushManifest("a", "outer", INDEX, TestRegistry.index(inner, image));
    registry.pushManifest("a", "empty", INDEX, TestRegistry.index());
  }

  @Test
  void shouldWarnAboutASparseIndexWhereOneIsAllowed() throws IOException {
    require(new RequiredContent(new RequiredContent.Manifests.None(), true));
    Digest image = registry.pushImage("a", "one", "layer");
    Digest none = Digest.sha256(bytes("none"));
    assertWarns(registry.expect(201, putIndex(TestRegistry.index(image, none))));
    Response complete = registry.expect(201, putIndex(TestRegistry.index(image)));
    assertEquals(null, complete.headers().first("Warning"));
    FakeRequest sparse = put("a", "x", TestRegistry.image(registry.pushBlob("a", "{}"), none));
    registry.expectError(400, "MANIFEST_BLOB_UNKNOWN", sparse);
  }

  @Test
  void shouldWarnAboutASparseImageWhereOneIsAllowed() throws IOException {
    require(new RequiredContent(new RequiredContent.Manifests.All(), false));
    Digest config = registry.pushBlob("a", "{}");
    Digest none = Digest.sha256(bytes("none"));
    assertWarns(registry.expect(201, put("a", "x", TestRegistry.image(config, none))));
    FakeRequest withoutConfig = put("a", "y", TestRegistry.image(none, config));
    registry.expectError(400, "MANIFEST_BLOB_UNKNOWN", withoutConfig);
    registry.expectError(400, "MANIFEST_BLOB_UNKNOWN", putIndex(TestRegistry.index(none)));
  }

  private void require(RequiredContent required) throws IOException {
    registry = TestRegistry.with(driver(), new PushRules(required, UrlRules.ANY, ImageClasses.ANY));
  }

  private static void assertWarns(Response response) {
    String warning = String.valueOf(response.headers().first("Warning"));
    assertTrue(warning.matches("299 - \"[^\"]+ 1 [^\"]+\""), warning);
  }

  private static FakeRequest putIndex(String json) {
    return FakeRequest.of("PUT", "/v2/a/manifests/multi").with("Content-Type", INDEX).body(json);
  }

  private static List<String> values(Response response, String name) {
    return response.headers().fields().stream()
        .filter(field -> field.name().equals(name))
        .map(Headers.Field::value)
        .toList();
  }

  @Test
  void shouldDeleteAManifestWithItsTags() {
    Digest gone = registry.pushImage("a", "one", "layer");
    registry.pushImage("a", "two", "layer");
    Digest kept = registry.pushImage("a", "three", "other");
    for (String reference : List.of("one", "two", "three", gone.toString())) {
      registry.expect(200, "GET", "/v2/a/manifests/" + reference);
    }
    registry.expect(202, "DELETE", "/v2/a/manifests/" + gone);
    for (String reference : List.of("one", "two", gone.toString())) {
      String path = "/v2/a/manifests/" + reference;
      assertFalse(registry.isAnsweredNow(FakeRequest.of("GET", path)));
      registry.expect(404, "GET", path);
    }
    assertEquals(kept.toString(), digestOf("/v2/a/manifests/three"));
    assertEquals("{\"name\":\"a\",\"tags\":[\"three\"]}\n", body("/v2/a/tags/list"));
  }

  @Test
  void shouldDeleteATagAndKeepItsManifest() {
    Digest digest = registry.pushImage("a", "one", "layer");
    registry.expect(200, "GET", "/v2/a/manifests/one");
    registry.expect(202, "DELETE", "/v2/a/manifests/one");
    registry.expect(404, "GET", "/v2/a/manifests/one");
    registry.expect(200, "GET", "/v2/a/manifests/" + digest);
    assertEquals("{\"name\":\"a\",\"tags\":[]}\n", body("/v2/a/tags/list"));
  }

  @Test
  void shouldPageTags() {
    for (String tag : List.of("b", "a", "C", "d")) {
      registry.pushImage("a/b", tag, "layer");
    }
    String all = "{\"name\":\"a/b\",\"tags\":[\"C\",\"a\",\"b\",\"d\"]}\n";
    assertEquals(all, body("/v2/a/b/tags/list"));
    assertEquals(all, body("/v2/a/b/tags/list?n=4"));
    assertEquals(all, body("/v2/a/b/tags/list?n=99999999999999999999"));
    Response page = registry.expect(200, "GET", "/v2/a/b/tags/list?n=2");
    assertEquals("{\"name\":\"a/b\",\"tags\":[\"C\",\"a\"]}\n", TestRegistry.text(page));
    assertEquals("</v2/a/b/tags/list?last=a&n=2>; rel=\"next\"", page.headers().first("Link"));
    Response next = registry.expect(200, "GET", "/v2/a/b/tags/list?last=a&n=2");
    assertEquals("{\"name\":\"a/b\",\"tags\":[\"b\",\"d\"]}\n", TestRegistry.text(next));
    assertEquals(null, next.headers().first("Link"));
    assertEquals("{\"name\":\"a/b\",\"tags\":[\"b\",\"d\"]}\n", body("/v2/a/b/tags/list?last=aa"));
    Response none = registry.expect(200, "GET", "/v2/a/b/tags/list?n=0");
    assertEquals("{\"name\":\"a/b\",\"tags\":[]}\n", TestRegistry.text(none));
    assertEquals(null, none.headers().first("Link"));
    assertEquals("{\"name\":\"a/b\",\"tags\":[]}\n", body("/v2/a/b/tags/list?last=z"));
    for (String n : List.of("-1", "x", "1.5")) {
      String target = "/v2/a/b/tags/list?n=" + n;
      registry.expectError(400, "PAGINATION_NUMBER_INVALID", "GET", target);
    }
  }

  @Test
  void shouldPageTheCatalog() {
    assertEquals("{\"repositories\":[]}\n", body("/v2/_catalog"));
    for (String name : List.of("b", "a/c", "a", "a/b/c")) {
      registry.pushImage(name, "latest", "layer");
    }
    registry.pushBlob("only/blobs", "layer");
    assertEquals(
        "{\"repositories\":[\"a\",\"a/b/c\",\"a/c\",\"b\"]}\n", body("/v2/_catalog?n=1000"));
    Response page = registry.expect(200, "GET", "/v2/_catalog?n=2&last=a");
    assertEquals("{\"repositories\":[\"a/b/c\",\"a/c\"]}\n", TestRegistry.text(page));
    assertEquals("</v2/_catalog?last=a%2Fc&n=2>; rel=\"next\"", page.headers().first("Link"));
    registry.expectError(400, "PAGINATION_NUMBER_INVALID", "GET", "/v2/_catalog?n=1001");
  }

  @Test
  void shouldKnowItsMethods() {
    Response options = registry.expect(200, "OPTIONS", "/v2/a/manifests/x");
    assertEquals("DELETE, GET, HEAD, PUT", options.headers().first("Allow"));
    Response wrong = registry.expect(405, "POST", "/v2/a/manifests/x");
    assertEquals("DELETE, GET, HEAD, PUT", wrong.headers().first("Allow"));
    registry.expect(405, "GET", "/v2/a/blobs/uploads/");
    registry.expect(405, "DELETE", "/v2/_catalog");
    registry.expect(404, "GET", "/v1/search");
    assertEquals("{}", body("/v2/"));
    Response root = registry.expect(200, "GET", "/");
    assertEquals("no-cache", root.headers().first("Cache-Control"));
  }

  @Test
  void shouldKeepTheLayoutOfDistribution() throws IOException {
    Digest digest = registry.pushImage("a/b", "latest", "layer");
    Digest layer = Digest.sha256(bytes("layer"));
    String repository = ROOT + "/repositories/a/b";
    String tag = repository + "/_manifests/tags/latest";
    assertEquals(digest.toString(), stored(tag + "/current/link"));
    assertEquals(digest.toString(), stored(tag + "/index/sha256/" + digest.hex() + "/link"));
    assertEquals(
        digest.toString(),
        stored(repository + "/_manifests/revisions/sha256/" + digest.hex() + "/link"));
    assertEquals(layer.toString(), stored(repository + "/_layers/sha256/" + layer.hex() + "/link"));
    String blob = ROOT + "/blobs/sha256/" + layer.hex().substring(0, 2) + "/" + layer.hex();
    assertEquals("layer", stored(blob + "/data"));
  }

  @Test
  void shouldNotServeAManifestWhoseBytesAreDamaged() throws IOException {
    Digest digest = registry.pushImage("a", "latest", "layer");
    String blob = ROOT + "/blobs/sha256/" + digest.hex().substring(0, 2) + "/" + digest.hex();
    driver().write(blob + "/data", bytes("{}"), StorageDriver.Durability.DURABLE);
    registry.expectError(404, "MANIFEST_UNKNOWN", "GET", "/v2/a/manifests/latest");
    registry.expect(202, "DELETE", "/v2/a/manifests/" + digest);
  }

  private String stored(String path) throws IOException {
    byte[] content = driver().read(path, 1000);
    return content == null ? "absent" : new String(content, StandardCharsets.UTF_8);
  }

  private String digestOf(String path) {
    String digest = registry.expect(200, "GET", path).headers().first("Docker-Content-Digest");
    return String.valueOf(digest);
  }

  private String body(String target) {
    return TestRegistry.text(registry.expect(200, "GET", target));
  }

  private static FakeRequest put(String name, String reference, String json) {
    return FakeRequest.of("PUT", "/v2/" + name + "/manifests/" + reference)
        .with("Content-Type", OCI)
        .body(json);
  }
}
