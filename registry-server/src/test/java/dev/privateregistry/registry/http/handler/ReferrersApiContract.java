package dev.privateregistry.registry.http.handler;

import static dev.privateregistry.registry.http.handler.TestRegistry.INDEX;
import static dev.privateregistry.registry.http.handler.TestRegistry.OCI;
import static dev.privateregistry.registry.http.handler.TestRegistry.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.http.FakeRequest;
import dev.privateregistry.registry.http.Response;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StorageDriver.Durability;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Referrers through the API, on any storage (OCI distribution spec, Listing Referrers). */
abstract class ReferrersApiContract {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REPOSITORY = "/docker/registry/v2/repositories/a";
  private static final Digest SUBJECT = Digest.sha256(bytes("a manifest that need not exist"));

  private TestRegistry registry;
  private Digest blob;

  abstract StorageDriver driver() throws IOException;

  @BeforeEach
  void createRegistry() throws IOException {
    registry = new TestRegistry(driver(), TestRegistry.options(true, false));
    blob = registry.pushBlob("a", "{}");
  }

  @Test
  void shouldListWhatRefersToASubjectAndWhatItSaysAboutItself() throws IOException {
    Digest image =
        push(about(SUBJECT, "\"artifactType\":\"a/sbom\",\"annotations\":{\"k\":\"v\"}"));
    JsonNode list = list(SUBJECT, "");
    assertEquals(2, list.path("schemaVersion").intValue());
    assertEquals(INDEX, list.path("mediaType").textValue());
    assertEquals(1, list.path("manifests").size());
    JsonNode entry = list.path("manifests").path(0);
    int size = TestRegistry.content(get("/v2/a/manifests/" + image)).length;
    assertEquals(OCI, entry.path("mediaType").textValue());
    assertEquals(image.toString(), entry.path("digest").textValue());
    assertEquals(size, entry.path("size").intValue());
    assertEquals("a/sbom", entry.path("artifactType").textValue());
    assertEquals("{\"k\":\"v\"}", entry.path("annotations").toString());
  }

  @Test
  void shouldNameTheConfigsTypeOfAnImageAndNoneOfAnIndex() throws IOException {
    push(about(SUBJECT, "\"annotations\":{}"));
    String index = TestRegistry.index().replace("{\"schema", subject(SUBJECT) + ",\"schema");
    registry.pushManifest("a", "index", INDEX, index);
    List<String> types = new ArrayList<>();
    for (JsonNode entry : list(SUBJECT, "").path("manifests")) {
      types.add(entry.path("mediaType").textValue() + " " + entry.path("artifactType").asText("-"));
    }
    String config = "application/vnd.oci.image.config.v1+json";
    assertEquals(new TreeSet<>(List.of(OCI + " " + config, INDEX + " -")), new TreeSet<>(types));
  }

  @Test
  void shouldTellTheClientThatTheSubjectWasProcessed() {
    Response response = registry.expect(201, put("x", about(SUBJECT, "\"a\":1")));
    assertEquals(SUBJECT.toString(), response.headers().first("OCI-Subject"));
    Response other = registry.expect(201, put("y", TestRegistry.image(blob, blob)));
    assertEquals(null, other.headers().first("OCI-Subject"));
  }

  @Test
  void shouldAnswerWithAnEmptyListRatherThanNotFound() throws IOException {
    assertEquals(List.of(), digests(SUBJECT));
    Response unknown = get("/v2/unknown/repository/referrers/" + SUBJECT);
    assertEquals(INDEX, unknown.headers().first("Content-Type"));
    Digest image = registry.pushImage("a", "latest", "layer");
    assertEquals(List.of(), digests(image));
    registry.expect(200, "HEAD", "/v2/a/referrers/" + image);
  }

  @Test
  void shouldAskForPullAccessAndKnowNoOtherMethods() {
    registry.expect(403, "GET", "/v2/secret/a/referrers/" + SUBJECT);
    registry.expectError(400, "DIGEST_INVALID", "GET", "/v2/a/referrers/sha256:abc");
    registry.expectError(405, "UNSUPPORTED", "DELETE", "/v2/a/referrers/" + SUBJECT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%2Fb%2Bjson", "a/b+json"})
  void shouldFilterByArtifactType(String filter) throws IOException {
    Digest wanted = push(about(SUBJECT, "\"artifactType\":\"a/b+json\""));
    push(about(SUBJECT, "\"artifactType\":\"a/other\""));
    String target = "/v2/a/referrers/" + SUBJECT + "?artifactType=";
    Response response = get(target + filter);
    assertEquals("artifactType", response.headers().first("OCI-Filters-Applied"));
    assertEquals(List.of(wanted), digests(response));
    assertEquals(List.of(), digests(get(target + "none")));
    Response all = get(target);
    assertEquals(null, all.headers().first("OCI-Filters-Applied"));
    assertEquals(2, digests(all).size());
  }

  @Test
  void shouldPageByNumber() throws IOException {
    TreeSet<String> expected = new TreeSet<>();
    for (int i = 0; i < 5; i++) {
      expected.add(push(about(SUBJECT, "\"artifactType\":\"a/b+c\",\"n\":" + i)).toString());
      push(about(SUBJECT, "\"artifactType\":\"x/y\",\"n\":" + i));
    }
    String first = "/v2/a/referrers/" + SUBJECT + "?artifactType=a/b%2Bc&n=2";
    List<Digest> found = new ArrayList<>();
    assertEquals(3, follow(first, found));
    assertEquals(List.copyOf(expected), found.stream().map(Digest::toString).toList());
    Response none = get("/v2/a/referrers/" + SUBJECT + "?n=0");
    assertEquals(List.of(), digests(none));
    assertEquals(null, none.headers().first("Link"));
    String wrong = "/v2/a/referrers/" + SUBJECT + "?n=-1";
    registry.expectError(400, "PAGINATION_NUMBER_INVALID", "GET", wrong);
  }

  @Test
  void shouldKeepPagesAsSmallAsManifests() throws IOException {
    String text = "x".repeat(1_500_000);
    for (int i = 0; i < 3; i++) {
      push(about(SUBJECT, "\"annotations\":{\"" + i + "\":\"" + text + "\"}"));
    }
    List<Digest> found = new ArrayList<>();
    assertEquals(2, follow("/v2/a/referrers/" + SUBJECT, found));
    assertEquals(3, found.size());
  }

  /** Follows Link fields to the last page; returns how many pages there are. */
  private int follow(String first, List<Digest> found) throws IOException {
    int pages = 0;
    for (String target = first; !target.isEmpty(); pages++) {
      Response page = get(target);
      assertTrue(page.body().length() <= 4 * 1024 * 1024);
      found.addAll(digests(page));
      String link = page.headers().first("Link");
      assertTrue(link == null || link.matches("</v2/a/referrers/[^ >]+>; rel=\"next\""), link);
      target = link == null ? "" : link.substring(1, link.indexOf('>'));
    }
    return pages;
  }

  @Test
  void shouldForgetAReferrerThatIsDeleted() throws IOException {
    Digest one = push(about(SUBJECT, "\"n\":1"));
    Digest two = push(about(SUBJECT, "\"n\":2"));
    assertEquals(2, digests(SUBJECT).size());
    registry.expect(202, "DELETE", "/v2/a/manifests/" + one);
    assertEquals(List.of(two), digests(SUBJECT));
    registry.expect(202, "DELETE", "/v2/a/manifests/" + two);
    assertEquals(List.of(), digests(SUBJECT));
    assertEquals(List.of(), driver().list(REPOSITORY + "/_manifests/referrers"));
    assertEquals(one, push(about(SUBJECT, "\"n\":1")));
    assertEquals(List.of(one), digests(SUBJECT));
  }

  @Test
  void shouldKeepReferrersOfEachRepositoryAndSubjectApart() throws IOException {
    Digest one = push(about(SUBJECT, "\"n\":1"));
    Digest other = push(about(one, "\"n\":2"));
    assertEquals(List.of(other), digests(one));
    assertEquals(List.of(one), digests(SUBJECT));
    assertEquals(List.of(), digests(get("/v2/b/referrers/" + SUBJECT)));
  }

  @ParameterizedTest
  @EnumSource(Digest.Algorithm.class)
  void shouldListAReferrerOnceUnderTheDigestItWasPushedWith(Digest.Algorithm algorithm)
      throws IOException {
    Digest subject = Digest.of(algorithm, bytes("subject"));
    String json = about(subject, "\"n\":1");
    Digest digest = Digest.of(algorithm, bytes(json));
    registry.expect(201, put("tag", json));
    registry.expect(201, put(digest.toString(), json));
    assertEquals(List.of(digest), digests(subject));
    registry.expect(202, "DELETE", "/v2/a/manifests/" + digest);
    assertEquals(List.of(), digests(subject));
  }

  @ParameterizedTest
  @EnumSource(Digest.Algorithm.class)
  void shouldImportWhatClientsListUnderTheReferrersTag(Digest.Algorithm algorithm)
      throws IOException {
    Digest subject = Digest.of(algorithm, bytes("subject"));
    Digest known = unindexed(about(subject, "\"artifactType\":\"a/b\""), subject);
    Digest elsewhere = registry.pushImage("a", "other", "about nothing");
    Digest gone = Digest.sha256(bytes("gone"));
    String tag = tagOf(subject);
    sparsely(tag, TestRegistry.index(known, elsewhere, gone));
    List<Digest> expected = List.of(known);
    assertEquals(expected, digests(subject));
    registry.expect(202, "DELETE", "/v2/a/manifests/" + tag);
    assertEquals(expected, digests(subject));
    registry.expect(202, "DELETE", "/v2/a/manifests/" + known);
    assertEquals(List.of(), digests(subject));
  }

  @Test
  void shouldKeepWhatAReferrersTagListedWhenItMoves() throws IOException {
    Digest one = unindexed(about(SUBJECT, "\"n\":1"), SUBJECT);
    String tag = tagOf(SUBJECT);
    Digest index = registry.pushManifest("a", tag, INDEX, TestRegistry.index(one));
    registry.pushManifest("a", tag, INDEX, TestRegistry.index());
    assertEquals(List.of(one), digests(SUBJECT));
    Digest two = unindexed(about(SUBJECT, "\"n\":2"), SUBJECT);
    registry.pushManifest("a", tag, INDEX, TestRegistry.index(two));
    registry.expect(202, "DELETE", "/v2/a/manifests/" + index);
    Digest last = Digest.sha256(bytes(TestRegistry.index(two)));
    registry.expect(202, "DELETE", "/v2/a/manifests/" + last);
    registry.expect(404, "GET", "/v2/a/manifests/" + tag);
    TestRegistry restarted = new TestRegistry(driver(), TestRegistry.options(true, false));
    Response response = restarted.expect(200, "GET", "/v2/a/referrers/" + SUBJECT);
    assertEquals(
        new TreeSet<>(List.of(one.toString(), two.toString())),
        new TreeSet<>(digests(response).stream().map(Digest::toString).toList()));
  }

  @Test
  void shouldKeepItsIndexWhereDistributionDoesNotLook() throws IOException {
    Digest digest = push(about(SUBJECT, "\"n\":1"));
    assertEquals(List.of("referrers", "revisions"), driver().list(manifests("")));
    String link = link(SUBJECT, digest);
    assertEquals(
        digest.toString(), new String(driver().read(link, 100), StandardCharsets.US_ASCII));
  }

  /**
   * As distribution's garbage collector does, and as a crash before the manifest's link leaves it.
   */
  @Test
  void shouldNotListAManifestWhoseRevisionIsGone() throws IOException {
    Digest digest = push(about(SUBJECT, "\"n\":1"));
    Digest kept = push(about(SUBJECT, "\"n\":2"));
    driver().delete(manifests("/revisions/sha256/" + digest.hex()), Durability.DURABLE);
    TestRegistry restarted = new TestRegistry(driver(), TestRegistry.options(true, false));
    Response response = restarted.expect(200, "GET", "/v2/a/referrers/" + SUBJECT);
    assertEquals(List.of(kept), digests(response));
  }

  /** A manifest that can be pulled is listed, and one that is listed can be pulled. */
  @Test
  void shouldAgreeWithTheManifestsWhereverAPushOrADeletionStops() throws IOException {
    String json = about(SUBJECT, "\"n\":1");
    Digest digest = Digest.sha256(bytes(json));
    String path = "/v2/a/manifests/" + digest;
    assertTrue(stopsAt(() -> put(digest + "?tag=t", json), digest) >= 4);
    registry.expect(201, put(digest + "?tag=t", json));
    assertTrue(stopsAt(() -> FakeRequest.of("DELETE", path), digest) >= 3);
    registry.expect(404, "GET", path);
  }

  /** Repeats a request with one change more each time, until it needs no more of them. */
  private int stopsAt(Supplier<FakeRequest> request, Digest digest) throws IOException {
    for (int changes = 0; ; changes++) {
      StoppingDriver stopping = new StoppingDriver(driver(), changes);
      new TestRegistry(stopping, TestRegistry.options(true, false)).send(request.get());
      TestRegistry restarted = new TestRegistry(driver(), TestRegistry.options(true, false));
      boolean pulled = restarted.send("GET", "/v2/a/manifests/" + digest).status() == 200;
      Response list = restarted.expect(200, "GET", "/v2/a/referrers/" + SUBJECT);
      assertEquals(pulled ? List.of(digest) : List.of(), digests(list));
      if (!stopping.hasStopped()) {
        return changes;
      }
    }
  }

  @Test
  void shouldListTheOthersWhenOneIsDamaged() throws IOException {
    Digest damaged = push(about(SUBJECT, "\"n\":1"));
    Digest kept = push(about(SUBJECT, "\"n\":2"));
    String path = "/docker/registry/v2/blobs/sha256/" + damaged.hex().substring(0, 2) + "/";
    driver().write(path + damaged.hex() + "/data", bytes("damaged"), Durability.DURABLE);
    TestRegistry restarted = new TestRegistry(driver(), TestRegistry.options(true, false));
    Response response = restarted.expect(200, "GET", "/v2/a/referrers/" + SUBJECT);
    assertEquals(List.of(kept), digests(response));
  }

  @Test
  void shouldListAManifestWhoseLinkIsBroken() throws IOException {
    Digest digest = push(about(SUBJECT, "\"n\":1"));
    driver().write(link(SUBJECT, digest), new byte[0], Durability.DURABLE);
    assertEquals(List.of(digest), digests(SUBJECT));
  }

  /** Pushes a manifest to a server that keeps no index. */
  private Digest unindexed(String json, Digest subject) throws IOException {
    Digest digest = push(json);
    assertTrue(driver().delete(link(subject, digest), Durability.DURABLE));
    return digest;
  }

  /** Stores an index of which some manifests are missing, as an older server may have. */
  private void sparsely(String tag, String index) throws IOException {
    Digest digest = Digest.sha256(bytes(index));
    String blobPath = "/docker/registry/v2/blobs/sha256/" + digest.hex().substring(0, 2) + "/";
    driver().write(blobPath + digest.hex() + "/data", bytes(index), Durability.DURABLE);
    for (String path : List.of("/revisions/sha256/" + digest.hex(), "/tags/" + tag + "/current")) {
      byte[] link = bytes(digest.toString());
      driver().write(manifests(path + "/link"), link, Durability.DURABLE);
    }
  }

  private static String tagOf(Digest subject) {
    return subject.algorithm().label() + "-" + subject.hex().substring(0, 64);
  }

  private static String manifests(String below) {
    return REPOSITORY + "/_manifests" + below;
  }

  private static String link(Digest subject, Digest digest) {
    String folder = "/referrers/" + subject.algorithm().label() + "/" + subject.hex();
    return manifests(folder + "/sha256/" + digest.hex() + "/link");
  }

  private Digest push(String json) {
    Digest digest = Digest.sha256(bytes(json));
    registry.expect(201, put(digest.toString(), json));
    return digest;
  }

  private static FakeRequest put(String reference, String json) {
    FakeRequest put = FakeRequest.of("PUT", "/v2/a/manifests/" + reference);
    return put.with("Content-Type", OCI).body(json);
  }

  /** An image about a subject, with more members. */
  private String about(Digest subject, String members) {
    return TestRegistry.image(blob, blob).replace("{ ", subject(subject) + "," + members + ",");
  }

  private static String subject(Digest subject) {
    return "{\"subject\":" + TestRegistry.descriptor(OCI, subject);
  }

  private Response get(String target) {
    return registry.expect(200, "GET", target);
  }

  private JsonNode list(Digest subject, String query) throws IOException {
    Response response = get("/v2/a/referrers/" + subject + query);
    assertEquals(INDEX, response.headers().first("Content-Type"));
    return JSON.readTree(TestRegistry.content(response));
  }

  private List<Digest> digests(Digest subject) throws IOException {
    return digests(get("/v2/a/referrers/" + subject));
  }

  private static List<Digest> digests(Response response) throws IOException {
    List<Digest> digests = new ArrayList<>();
    for (JsonNode entry : JSON.readTree(TestRegistry.content(response)).path("manifests")) {
      digests.add(Digest.parse(entry.path("digest").textValue()));
    }
    return digests;
  }
}
