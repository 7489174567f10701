package dev.privateregistry.registry.http.handler;

import static dev.privateregistry.registry.http.handler.TestRegistry.bytes;
import static dev.privateregistry.registry.http.handler.TestRegistry.location;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.http.FakeRequest;
import dev.privateregistry.registry.http.RequestBody;
import dev.privateregistry.registry.http.Response;
import dev.privateregistry.registry.storage.StorageDriver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads through the API, on any storage. */
abstract class UploadApiContract {
  private static final Digest ABCDEF = Digest.sha256(bytes("abcdef"));

  private TestRegistry registry;
  private boolean leavesSession;

  abstract StorageDriver driver() throws IOException;

  @BeforeEach
  void createRegistry() throws IOException {
    registry = new TestRegistry(driver(), TestRegistry.options(true, false));
  }

  @AfterEach
  void shouldLeaveNoSessionBehind() throws IOException {
    if (!leavesSession) {
      assertEquals(List.of(), driver().list("/docker/registry/v2/repositories/a/_uploads"));
    }
  }

  @Test
  void shouldStartAnUpload() {
    Response response = registry.expect(202, "POST", "/v2/a/blobs/uploads/");
    String id = response.headers().first("Docker-Upload-UUID");
    String prefix = "http://registry.test:5000/v2/a/blobs/uploads/" + id + "?_state=";
    assertTrue(location(response).startsWith(prefix));
    assertEquals("0-0", response.headers().first("Range"));
    Response cancelled = registry.expect(204, "DELETE", location(response));
    assertEquals(id, cancelled.headers().first("Docker-Upload-UUID"));
  }

  /** As docker pushes: one PATCH in chunked coding, then an empty PUT. */
  @Test
  void shouldTakeStreamedUpload() {
    FakeRequest patch = FakeRequest.of("PATCH", registry.start("a"));
    Response patched = registry.expect(202, patch.chunked(bytes("abc"), bytes("def")));
    assertEquals("0-5", patched.headers().first("Range"));
    Response put = registry.expect(201, "PUT", location(patched) + "&digest=" + ABCDEF);
    assertEquals(ABCDEF.toString(), put.headers().first("Docker-Content-Digest"));
    assertEquals("http://registry.test:5000/v2/a/blobs/" + ABCDEF, location(put));
    assertEquals("abcdef", TestRegistry.text(registry.expect(200, "GET", location(put))));
  }

  @Test
  void shouldTakeChunksInOrder() {
    String first = registry.start("a");
    Response one = registry.expect(202, chunk(first, "0-2", "abc"));
    Response two = registry.expect(202, chunk(location(one), "3-4", "de"));
    FakeRequest last = FakeRequest.of("PUT", location(two) + "&digest=" + ABCDEF);
    registry.expect(201, last.with("Content-Range", "5-5").body("f"));
    registry.expect(200, "HEAD", "/v2/a/blobs/" + ABCDEF);
  }

  @Test
  void shouldRefuseChunksOutOfOrderAndSayWhereToGoOn() {
    String first = registry.start("a");
    registry.expectError(416, "RANGE_INVALID", chunk(first, "3-5", "def"));
    registry.expectError(416, "RANGE_INVALID", chunk(first, "x", "abc"));
    Response one = registry.expect(202, chunk(first, "0-2", "abc"));
    Response again = registry.expect(416, chunk(first, "0-2", "abc"));
    assertEquals("0-2", again.headers().first("Range"));
    Response status = registry.expect(204, "GET", first);
    assertEquals("0-2", status.headers().first("Range"));
    registry.expectError(416, "RANGE_INVALID", chunk(location(one), "4-6", "def"));
    FakeRequest put = FakeRequest.of("PUT", location(one) + "&digest=" + ABCDEF);
    registry.expectError(416, "RANGE_INVALID", put.with("Content-Range", "2-4").body("def"));
    Response two = registry.expect(202, chunk(location(again), "3-5", "def"));
    registry.expect(201, "PUT", location(two) + "&digest=" + ABCDEF);
  }

  @Test
  void shouldRefuseChunkWhoseSizeIsNotItsRange() {
    String first = registry.start("a");
    registry.expectError(400, "SIZE_INVALID", chunk(first, "0-3", "abc"));
    FakeRequest streamed = FakeRequest.of("PATCH", first).with("Content-Range", "0-3");
    registry.expectError(400, "SIZE_INVALID", streamed.chunked(bytes("ab"), bytes("c")));
    Response one = registry.expect(202, chunk(first, "0-5", "abcdef"));
    registry.expect(201, "PUT", location(one) + "&digest=" + ABCDEF);
  }

  @Test
  void shouldTakeWholeBlobInPostOrPut() {
    String target = "/v2/a/blobs/uploads/?digest=" + ABCDEF;
    Response response = registry.expect(201, FakeRequest.of("POST", target).body("abcdef"));
    assertTrue(location(response).endsWith("/v2/a/blobs/" + ABCDEF));
    Digest empty = Digest.sha256(new byte[0]);
    registry.expect(201, "POST", "/v2/a/blobs/uploads/?digest=" + empty);
    registry.expect(200, "GET", "/v2/a/blobs/" + empty);
    Response session = registry.expect(202, "POST", target);
    registry.expect(204, "DELETE", location(session));
  }

  @Test
  void shouldTakeAnEmptyContentRangeForNone() {
    FakeRequest patch = FakeRequest.of("PATCH", registry.start("a"));
    Response patched = registry.expect(202, patch.with("Content-Range", "").body("abc"));
    assertEquals("0-2", patched.headers().first("Range"));
    registry.expect(204, "DELETE", location(patched));
  }

  @Test
  void shouldRefuseContentThatIsNotTheDigest() {
    FakeRequest post = FakeRequest.of("POST", "/v2/a/blobs/uploads/?digest=" + ABCDEF);
    registry.expectError(400, "DIGEST_INVALID", post.body("other"));
    String start = registry.start("a");
    FakeRequest put = FakeRequest.of("PUT", start + "&digest=" + ABCDEF);
    registry.expectError(400, "DIGEST_INVALID", put.body("other"));
    registry.expectError(404, "BLOB_UPLOAD_UNKNOWN", "GET", start);
    registry.expectError(404, "BLOB_UNKNOWN", "HEAD", "/v2/a/blobs/" + ABCDEF);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "&digest=", "&digest=sha256:abc", "&digest=md5:0123"})
  void shouldRefuseDigestThatIsNone(String parameter) {
    String start = registry.start("a");
    registry.expectError(400, "DIGEST_INVALID", "PUT", start + parameter);
    registry.expect(204, "DELETE", start);
  }

  @Test
  void shouldTakeSha512AndKeepTheContentUnderBothDigests() {
    Digest sha512 = Digest.of(Digest.Algorithm.SHA512, bytes("abcdef"));
    FakeRequest whole = FakeRequest.of("PUT", registry.start("a") + "&digest=" + sha512);
    Response response = registry.expect(201, whole.body("abcdef"));
    assertEquals(sha512.toString(), response.headers().first("Docker-Content-Digest"));
    Response one = registry.expect(202, chunk(registry.start("a"), "0-2", "abc"));
    FakeRequest rest = FakeRequest.of("PUT", location(one) + "&digest=" + sha512);
    registry.expect(201, rest.body("def"));
    registry.expect(200, "GET", "/v2/a/blobs/" + sha512);
    registry.expect(200, "GET", "/v2/a/blobs/" + ABCDEF);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha256", "sha512"})
  void shouldTakeChunksUnderTheAlgorithmChosenAtTheStart(String algorithm) {
    Digest.Algorithm chosen = Digest.Algorithm.valueOf(algorithm.toUpperCase(Locale.ROOT));
    Digest digest = Digest.of(chosen, bytes("abcdef"));
    String target = "/v2/a/blobs/uploads/?digest-algorithm=" + algorithm;
    Response one = registry.expect(202, chunk(location(post(target)), "0-2", "abc"));
    Response two = registry.expect(202, chunk(location(one), "3-5", "def"));
    Response put = registry.expect(201, "PUT", location(two) + "&digest=" + digest);
    assertEquals(digest.toString(), put.headers().first("Docker-Content-Digest"));
    registry.expect(200, "GET", location(put));
    registry.expectError(
        400, "DIGEST_INVALID", "POST", "/v2/a/blobs/uploads/?digest-algorithm=md5");
  }

  private Response post(String target) {
    return registry.expect(202, "POST", target);
  }

  @Test
  void shouldKeepWhatCameBeforeTheClientWentAway() {
    String start = registry.start("a");
    FakeRequest patch = FakeRequest.of("PATCH", start);
    registry.expect(400, patch.broken(bytes("ab"), bytes("c")));
    Response status = registry.expect(204, "GET", start);
    assertEquals("0-2", status.headers().first("Range"));
    FakeRequest rest = FakeRequest.of("PATCH", location(status)).body("def");
    Response patched = registry.expect(202, rest);
    registry.expect(201, "PUT", location(patched) + "&digest=" + ABCDEF);
  }

  @Test
  void shouldDropAWholeBlobWhoseClientWentAway() {
    FakeRequest post = FakeRequest.of("POST", "/v2/a/blobs/uploads/?digest=" + ABCDEF);
    registry.expect(400, post.broken(bytes("abc")));
  }

  @Test
  void shouldGoOnAfterARestart() throws IOException {
    Response one = registry.expect(202, chunk(registry.start("a"), "0-2", "abc"));
    TestRegistry restarted = new TestRegistry(driver(), TestRegistry.options(true, false));
    Response status = restarted.expect(204, "GET", location(one));
    assertEquals("0-2", status.headers().first("Range"));
    FakeRequest put = FakeRequest.of("PUT", location(one) + "&digest=" + ABCDEF);
    restarted.expect(201, put.body("def"));
    registry.expectError(404, "BLOB_UPLOAD_UNKNOWN", "GET", location(one));
  }

  @Test
  void shouldHashAgainWhenAnotherReplicaWroteToTheSession() throws IOException {
    TestRegistry other = new TestRegistry(driver(), TestRegistry.options(true, false));
    Response one = registry.expect(202, chunk(registry.start("a"), "0-1", "ab"));
    Response two = other.expect(202, chunk(location(one), "2-3", "cd"));
    Response three = registry.expect(202, chunk(location(two), "4-5", "ef"));
    other.expect(201, "PUT", location(three) + "&digest=" + ABCDEF);
  }

  @Test
  void shouldBindTheSessionToItsOwnerAndRepository() {
    FakeRequest post = FakeRequest.of("POST", "/v2/a/blobs/uploads/").with("X-User", "alice");
    String start = location(registry.expect(202, post));
    for (String method : List.of("GET", "PATCH", "DELETE")) {
      registry.expectError(404, "BLOB_UPLOAD_UNKNOWN", method, start);
      FakeRequest bob = FakeRequest.of(method, start).with("X-User", "bob");
      registry.expectError(404, "BLOB_UPLOAD_UNKNOWN", bob);
      FakeRequest elsewhere =
          FakeRequest.of(method, start.replace("/v2/a/", "/v2/b/")).with("X-User", "alice");
      registry.expectError(404, "BLOB_UPLOAD_INVALID", elsewhere);
    }
    registry.expect(204, FakeRequest.of("DELETE", start).with("X-User", "alice"));
  }

  @Test
  void shouldBindTheSessionToItsOwnerAfterARestart() throws IOException {
    FakeRequest post = FakeRequest.of("POST", "/v2/a/blobs/uploads/").with("X-User", "alice");
    String start = location(registry.expect(202, post));
    TestRegistry restarted = new TestRegistry(driver(), TestRegistry.options(true, false));
    FakeRequest bob = FakeRequest.of("PATCH", start).with("X-User", "bob").body("x");
    restarted.expectError(404, "BLOB_UPLOAD_UNKNOWN", bob);
    String bare = start.substring(0, start.indexOf('?'));
    restarted.expectError(404, "BLOB_UPLOAD_UNKNOWN", "GET", bare);
    restarted.expect(204, FakeRequest.of("DELETE", start).with("X-User", "alice"));
  }

  @Test
  void shouldRefuseAnUnsignedOrForeignState() {
    String start = registry.start("a");
    String bare = start.substring(0, start.indexOf('?'));
    registry.expectError(404, "BLOB_UPLOAD_INVALID", "PATCH", bare);
    registry.expectError(404, "BLOB_UPLOAD_INVALID", "PATCH", bare + "?_state=AAAA");
    registry.expectError(404, "BLOB_UPLOAD_INVALID", "DELETE", bare + "?_state=%zz");
    String other = registry.start("a");
    String mixed = bare + other.substring(other.indexOf('?'));
    registry.expectError(404, "BLOB_UPLOAD_INVALID", "PATCH", mixed);
    registry.expect(204, "GET", bare);
    registry.expect(204, "DELETE", start);
    registry.expect(204, "DELETE", other);
    registry.expectError(404, "BLOB_UPLOAD_UNKNOWN", "DELETE", start);
  }

  @Test
  void shouldMountFromARepositoryThatMayBePulled() {
    registry.pushBlob("b", "abcdef");
    String target = "/v2/a/blobs/uploads/?mount=" + ABCDEF + "&from=";
    Response response = registry.expect(201, "POST", target + "b");
    assertEquals(ABCDEF.toString(), response.headers().first("Docker-Content-Digest"));
    registry.expect(200, "GET", location(response));
  }

  @Test
  void shouldMountWithoutASourceWhatWasSeenInARepositoryThatMayBePulled() throws IOException {
    String target = "/v2/a/blobs/uploads/?mount=" + ABCDEF;
    registry.expect(204, "DELETE", location(registry.expect(202, "POST", target)));
    registry.pushBlob("b", "abcdef");
    Response response = registry.expect(201, "POST", target);
    assertEquals(ABCDEF.toString(), response.headers().first("Docker-Content-Digest"));
    registry.expect(200, "GET", location(response));
  }

  @Test
  void shouldNotMountWithoutASourceWhatIsInARepositoryThatMayNotBePulled() throws IOException {
    TestRegistry open = new TestRegistry(driver(), TestRegistry.options(true, false));
    open.access.keepsOut = "nobody/";
    open.pushBlob("secret/c", "abcdef");
    open.access.keepsOut = "secret/";
    String target = "/v2/a/blobs/uploads/?mount=" + ABCDEF;
    open.expect(204, "DELETE", location(open.expect(202, "POST", target)));
    open.expect(404, "HEAD", "/v2/a/blobs/" + ABCDEF);
  }

  @Test
  void shouldNotMountWithoutASourceWhatWasDeletedThere() {
    registry.pushBlob("b", "abcdef");
    registry.expect(202, "DELETE", "/v2/b/blobs/" + ABCDEF);
    String target = "/v2/a/blobs/uploads/?mount=" + ABCDEF;
    registry.expect(204, "DELETE", location(registry.expect(202, "POST", target)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret/c", "unknown", "UPPER", ""})
  void shouldStartAnUploadWhenTheBlobCannotBeMounted(String from) {
    registry.pushBlob("b", "abcdef");
    String target = "/v2/a/blobs/uploads/?mount=" + ABCDEF + "&from=" + from;
    registry.expect(204, "DELETE", location(registry.expect(202, "POST", target)));
    registry.expect(404, "HEAD", "/v2/a/blobs/" + ABCDEF);
  }

  @Test
  void shouldServeOneWriterAtATime() throws Exception {
    String start = registry.start("a");
    Response[] second = new Response[1];
    Thread[] thread = new Thread[1];
    boolean[] first = {true};
    FakeRequest slow =
        FakeRequest.of("PATCH", start)
            .body(
                new RequestBody() {
                  @Override
                  public long length() {
                    return -1;
                  }

                  @Override
                  public @Nullable ByteBuffer next() {
                    if (!first[0]) {
                      return null;
                    }
                    first[0] = false;
                    thread[0] =
                        Thread.startVirtualThread(
                            () ->
                                second[0] =
                                    registry.send(FakeRequest.of("PATCH", start).body("other")));
                    return ByteBuffer.wrap(bytes("abcdef"));
                  }
                });
    Response one = registry.expect(202, slow);
    thread[0].join();
    assertNotNull(second[0]);
    assertEquals(416, second[0].status());
    registry.expect(201, "PUT", location(one) + "&digest=" + ABCDEF);
  }

  @Test
  void shouldTellHowFarAnUploadIsWhileAnotherRequestStalls() {
    String start = registry.start("a");
    Response[] status = new Response[1];
    FakeRequest stalled =
        FakeRequest.of("PATCH", start)
            .body(
                new RequestBody() {
                  private boolean sent;

                  @Override
                  public long length() {
                    return -1;
                  }

                  @Override
                  public @Nullable ByteBuffer next() {
                    if (sent) {
                      CompletableFuture<Response> answer = new CompletableFuture<>();
                      Thread.startVirtualThread(
                          () -> answer.complete(registry.expect(204, "GET", start)));
                      status[0] = answer.orTimeout(20, TimeUnit.SECONDS).join();
                      return null;
                    }
                    sent = true;
                    return ByteBuffer.wrap(bytes("abc"));
                  }
                });
    registry.expect(202, stalled);
    assertEquals("0-2", status[0].headers().first("Range"));
    registry.expect(204, "DELETE", location(status[0]));
  }

  @Test
  void shouldKeepTheSessionOnDiskAsDistributionDoes() throws IOException {
    leavesSession = true;
    Response one = registry.expect(202, chunk(registry.start("a"), "0-2", "abc"));
    String id = one.headers().first("Docker-Upload-UUID");
    String folder = "/docker/registry/v2/repositories/a/_uploads/" + id;
    assertEquals(List.of("data", "startedat"), driver().list(folder));
    assertEquals("abc", stored(folder + "/data"));
    String startedAt = stored(folder + "/startedat");
    assertTrue(startedAt.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"), startedAt);
  }

  private String stored(String path) throws IOException {
    byte[] content = driver().read(path, 1000);
    return content == null ? "absent" : new String(content, StandardCharsets.UTF_8);
  }

  private static FakeRequest chunk(String location, String range, String content) {
    return FakeRequest.of("PATCH", location).with("Content-Range", range).body(content);
  }
}
