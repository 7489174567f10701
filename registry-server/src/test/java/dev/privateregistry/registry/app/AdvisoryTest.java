package dev.privateregistry.registry.app;

import static dev.privateregistry.registry.app.RunningServer.as;
import static dev.privateregistry.registry.app.RunningServer.await;
import static dev.privateregistry.registry.app.RunningServer.json;
import static dev.privateregistry.registry.app.RunningServer.text;
import static dev.privateregistry.registry.app.RunningServer.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.registry.auth.HtpasswdLine;
import dev.privateregistry.registry.auth.token.TokenServer;
import dev.privateregistry.registry.config.ConfigException;
import dev.privateregistry.registry.config.ConfigReader;
import dev.privateregistry.registry.reload.HotFile;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What went wrong in other registries, held against this one over sockets. The table of advisories
 * in SECURITY.md names these tests.
 */
class AdvisoryTest {
  private static final byte[] LAYER = "layer".getBytes(StandardCharsets.UTF_8);
  private static final String DIGEST = "sha256:" + HotFile.fingerprint(LAYER);
  private static final String OCI = "application/vnd.oci.image.manifest.v1+json";
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String EMPTY_INDEX =
      "{\"schemaVersion\":2,\"mediaType\":\"" + INDEX + "\",\"manifests\":[]}";
  private static final int FOUR_MIB = 4 << 20;
  private static final String[] ALICE = as("alice", "a");
  private static final String[] BOB = as("bob", "b");

  @TempDir Path folder;

  @Test
  void shouldHaveATestForEveryAdvisoryOfTheTable() throws IOException {
    Set<String> named =
        Pattern.compile("`((?:cve|ghsa|harbor)\\w+)`")
            .matcher(Files.readString(Path.of("../SECURITY.md")))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> present =
        Arrays.stream(AdvisoryTest.class.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(Test.class))
            .map(Method::getName)
            .filter(name -> !name.startsWith("should"))
            .collect(Collectors.toCollection(TreeSet::new));

    assertEquals(present, named);
  }

  @Test
  void cve201711468ShouldReadNoMoreOfAManifestThanFourMebibytes() throws Exception {
    try (RunningServer running = RunningServer.start(folder, "")) {
      byte[] large = new byte[FOUR_MIB + 1];
      assertEquals(413, putManifest(running, "a", OCI, large).statusCode());

      assertEquals(201, putManifest(running, "a", INDEX, EMPTY_INDEX).statusCode());
      String hex = HotFile.fingerprint(EMPTY_INDEX.getBytes(StandardCharsets.UTF_8));
      Path stored =
          folder.resolve("data/docker/registry/v2/blobs/sha256/" + hex.substring(0, 2) + "/" + hex);
      Files.write(stored.resolve("data"), new byte[64 << 20]);
    }
    try (RunningServer running = RunningServer.start(folder, "")) {
      HttpResponse<byte[]> answer = running.get("/v2/a/manifests/1");
      assertTrue(answer.statusCode() >= 400, "status " + answer.statusCode());
      assertTrue(answer.body().length < 4096);
    }
  }

  @Test
  void cve20232253ShouldNotSizeAnythingByWhatAClientAsksFor() throws Exception {
    try (RunningServer running = RunningServer.start(folder, "")) {
      assertEquals(201, putManifest(running, "a", INDEX, EMPTY_INDEX).statusCode());

      for (String n : List.of("1000000000", "2147483647", "99999999999999999999", "-1", "x")) {
        HttpResponse<byte[]> catalog = running.get("/v2/_catalog?n=" + n);
        assertEquals(400, catalog.statusCode(), n);
        assertEquals("PAGINATION_NUMBER_INVALID", json(catalog).at("/errors/0/code").asText(), n);
      }
      assertEquals(
          "{\"name\":\"a\",\"tags\":[\"1\"]}",
          text(running.get("/v2/a/tags/list?n=2147483647")).strip());
    }
  }

  @Test
  void cve202141190ShouldRefuseAManifestWithTwoMeanings() throws Exception {
    try (RunningServer running = RunningServer.start(folder, "")) {
      assertEquals(201, running.push("a", DIGEST, LAYER));
      String layer =
          "{\"mediaType\":\"application/octet-stream\",\"digest\":\"%s\",\"size\":5}"
              .formatted(DIGEST);
      String image = "\"schemaVersion\":2,\"config\":" + layer + ",\"layers\":[" + layer + "]";

      assertEquals(201, putManifest(running, "a", OCI, "{" + image + "}").statusCode());
      for (String both :
          List.of(
              "{" + image + ",\"manifests\":[]}",
              "{\"mediaType\":\"" + INDEX + "\"," + image + "}",
              "{\"config\":{}," + image + "}",
              "{" + image + ",\"layers\":[]}")) {
        assertEquals(400, putManifest(running, "a", OCI, both).statusCode(), both);
      }
      assertEquals(400, putManifest(running, "a", INDEX, "{" + image + "}").statusCode());
    }
  }

  @Test
  void cve202524976ShouldNotTrustAKeyThatTheTokenBringsAlong() throws Exception {
    KeyPair ours = TokenServer.keys("P-256");
    KeyPair theirs = TokenServer.keys("P-256");
    Path jwks = folder.resolve("jwks.json");
    byte[] set = TokenServer.jwks(TokenServer.jwk(ours.getPublic()).put("kid", "k"));
    write(jwks, new String(set, StandardCharsets.UTF_8));
    String config = "auth: {token: {realm: r, service: s, issuer: i, jwks: %s}}\n".formatted(jwks);
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode claims =
        mapper
            .createObjectNode()
            .put("iss", "i")
            .put("aud", "s")
            .put("sub", "alice")
            .put("exp", Instant.now().getEpochSecond() + 60);
    ObjectNode header = mapper.createObjectNode().put("alg", "ES256").put("kid", "k");
    try (RunningServer running = RunningServer.start(folder, config)) {
      String good = TokenServer.sign(header, claims, ours.getPrivate());
      assertEquals(200, running.get("/v2/", "Authorization", "Bearer " + good).statusCode());

      header.set("jwk", TokenServer.jwk(theirs.getPublic()).put("kid", "k"));
      String forged = TokenServer.sign(header, claims, theirs.getPrivate());
      assertEquals(401, running.get("/v2/", "Authorization", "Bearer " + forged).statusCode());
    }
  }

  @Test
  void cve202633540ShouldSendNoCredentialsUpstream() {
    String config = "version: 0.1\nstorage: inmemory\nproxy: {remoteurl: https://a.example}\n";

    assertThrows(ConfigException.class, () -> ConfigReader.read(config, Map.of()));
  }

  @Test
  void cve202635172ShouldNotReviveADeletedBlobFromACache() throws Exception {
    try (RunningServer running = RunningServer.start(folder, "")) {
      assertEquals(201, running.push("a", DIGEST, LAYER));
      assertEquals(201, running.push("b", DIGEST, LAYER));
      assertEquals(200, running.get("/v2/a/blobs/" + DIGEST).statusCode());
      assertEquals(202, delete(running, "/v2/a/blobs/" + DIGEST));

      assertEquals(200, running.get("/v2/b/blobs/" + DIGEST).statusCode());
      assertEquals(404, running.get("/v2/a/blobs/" + DIGEST).statusCode());
      assertEquals(404, delete(running, "/v2/a/blobs/" + DIGEST));
    }
  }

  @Test
  void cve202641888ShouldDeleteNothingWhereDeletingIsDisabled() throws Exception {
    try (RunningServer running =
        RunningServer.startWith(folder, "", "REGISTRY_STORAGE_DELETE_ENABLED", "false")) {
      assertEquals(201, running.push("a", DIGEST, LAYER));
      HttpResponse<byte[]> pushed = putManifest(running, "a", INDEX, EMPTY_INDEX);
      String digest = pushed.headers().firstValue("Docker-Content-Digest").orElse("");

      assertEquals(405, delete(running, "/v2/a/manifests/1"));
      assertEquals(405, delete(running, "/v2/a/manifests/" + digest));
      assertEquals(405, delete(running, "/v2/a/blobs/" + DIGEST));
      assertEquals(200, running.get("/v2/a/manifests/1", "Accept", INDEX).statusCode());
    }
  }

  @Test
  void cve202439897ShouldMountOnlyFromWhereTheUserMayPull() throws Exception {
    try (RunningServer running = startWithRules()) {
      assertEquals(201, running.push("alice/app", DIGEST, LAYER, ALICE));
      for (String from : List.of("", "&from=alice/app")) {
        String mount = "/v2/bob/app/blobs/uploads/?mount=" + DIGEST + from;
        HttpResponse<byte[]> answer = post(running, mount, BOB);
        assertEquals(202, answer.statusCode());
        assertTrue(answer.headers().firstValue("Location").orElse("").contains("/uploads/"));
      }
      assertEquals(404, running.get("/v2/bob/app/blobs/" + DIGEST, BOB).statusCode());
      String[] none = new String[] {"X-None", "1"};
      assertEquals(
          401, post(running, "/v2/bob/app/blobs/uploads/?mount=" + DIGEST, none).statusCode());
    }
  }

  @Test
  void ghsaC9p4Xwr9RfhxShouldForgetWhoLeftAGroup() throws Exception {
    try (RunningServer running = startWithRules()) {
      assertEquals(404, running.get("/v2/team/app/tags/list", ALICE).statusCode());

      write(folder.resolve("rules.yml"), rules("bob"));
      await(() -> running.get("/v2/team/app/tags/list", ALICE).statusCode() == 403);
      assertEquals(404, running.get("/v2/team/app/tags/list", BOB).statusCode());
    }
  }

  @Test
  void cve202631801ShouldGiveNoTagToThoseWhoMayNotPush() throws Exception {
    try (RunningServer running = startWithRules()) {
      for (String tag : List.of("latest", "1", "v1.0")) {
        HttpResponse<byte[]> answer =
            running.send(
                "PUT",
                "/v2/team/app/manifests/" + tag,
                BodyPublishers.ofString(EMPTY_INDEX),
                ALICE[0],
                ALICE[1],
                "Content-Type",
                INDEX);
        assertEquals(403, answer.statusCode(), tag);
      }
    }
  }

  @Test
  void cve202632589ShouldHideAnUploadFromEverybodyElse() throws Exception {
    Path htpasswd = htpasswd();
    try (RunningServer running = RunningServer.start(folder, auth(htpasswd))) {
      String upload =
          post(running, "/v2/a/blobs/uploads/", ALICE).headers().firstValue("Location").orElse("");
      String bare = upload.substring(0, upload.indexOf('?'));
      for (String method : List.of("GET", "PATCH", "PUT", "DELETE")) {
        String target = method.equals("PUT") ? upload + "&digest=" + DIGEST : upload;
        assertEquals(
            404,
            running.send(method, target, BodyPublishers.ofByteArray(LAYER), BOB).statusCode(),
            method);
      }
      assertEquals(404, running.get(bare, BOB).statusCode());
      assertEquals(
          201,
          running
              .send("PUT", upload + "&digest=" + DIGEST, BodyPublishers.ofByteArray(LAYER), ALICE)
              .statusCode());
    }
  }

  @Test
  void cve20264404ShouldHaveNoDefaultCredential() throws Exception {
    Path missing = folder.resolve("htpasswd");

    assertThrows(StartFailure.class, () -> RunningServer.start(folder, auth(missing)));
    assertFalse(Files.exists(missing));
    write(missing, "");
    try (RunningServer running = RunningServer.start(folder, auth(missing))) {
      for (String name : List.of("admin", "docker", "root", "alice")) {
        for (String password : List.of("", "admin", "password", "Harbor12345", name)) {
          assertEquals(401, running.get("/v2/", as(name, password)).statusCode());
        }
      }
    }
  }

  @Test
  void harbor23681ShouldKnowUsersByTheirWholeName() throws Exception {
    try (RunningServer running = startWithRules()) {
      assertEquals(403, running.get("/v2/alice/app/tags/list", as("alice2", "c")).statusCode());
      assertEquals(404, running.get("/v2/alice/app/tags/list", ALICE).statusCode());
    }
  }

  @Test
  void cve202231667ShouldFindEveryIdOnlyBelowItsRepository() throws Exception {
    try (RunningServer running = RunningServer.start(folder, "")) {
      assertEquals(201, running.push("a", DIGEST, LAYER));
      HttpResponse<byte[]> pushed = putManifest(running, "a", INDEX, EMPTY_INDEX);
      String digest = pushed.headers().firstValue("Docker-Content-Digest").orElse("");
      assertEquals(201, putManifest(running, "b", INDEX, EMPTY_INDEX + " ").statusCode());
      String upload =
          post(running, "/v2/a/blobs/uploads/", "X-None", "1")
              .headers()
              .firstValue("Location")
              .orElse("");

      assertEquals(404, running.get("/v2/b/blobs/" + DIGEST).statusCode());
      assertEquals(404, running.get("/v2/b/manifests/" + digest, "Accept", INDEX).statusCode());
      assertEquals(404, delete(running, "/v2/b/manifests/" + digest));
      assertEquals(404, delete(running, "/v2/b/blobs/" + DIGEST));
      assertEquals(404, running.get(upload.replace("/v2/a/", "/v2/b/")).statusCode());
      assertEquals(200, running.get("/v2/a/blobs/" + DIGEST).statusCode());
    }
  }

  private RunningServer startWithRules() throws StartFailure {
    write(folder.resolve("rules.yml"), rules("alice, bob"));
    return RunningServer.start(
        folder, auth(htpasswd()) + "access: {file: %s}\n".formatted(folder.resolve("rules.yml")));
  }

  private static String rules(String team) {
    return """
    groups: {team: [%s]}
    rules:
    - {users: [alice], repositories: ["alice/**"], actions: [pull, push]}
    - {users: [bob], repositories: ["bob/**"], actions: [pull, push]}
    - {groups: [team], repositories: ["team/**"], actions: [pull]}
    """
        .formatted(team);
  }

  private Path htpasswd() {
    Path file = folder.resolve("htpasswd");
    write(
        file,
        HtpasswdLine.make("alice", "a", 4)
            + "\n"
            + HtpasswdLine.make("bob", "b", 4)
            + "\n"
            + HtpasswdLine.make("alice2", "c", 4)
            + "\n");
    return file;
  }

  private static String auth(Path htpasswd) {
    return "auth: {htpasswd: {realm: team, path: %s}}\n".formatted(htpasswd);
  }

  private static HttpResponse<byte[]> putManifest(
      RunningServer running, String repository, String type, String content)
      throws IOException, InterruptedException {
    return putManifest(running, repository, type, content.getBytes(StandardCharsets.UTF_8));
  }

  private static HttpResponse<byte[]> putManifest(
      RunningServer running, String repository, String type, byte[] content)
      throws IOException, InterruptedException {
    return running.send(
        "PUT",
        "/v2/" + repository + "/manifests/1",
        BodyPublishers.ofByteArray(content),
        "Content-Type",
        type);
  }

  private static HttpResponse<byte[]> post(RunningServer running, String path, String... headers)
      throws IOException, InterruptedException {
    return running.send("POST", path, BodyPublishers.noBody(), headers);
  }

  private static int delete(RunningServer running, String path)
      throws IOException, InterruptedException {
    return running.send("DELETE", path, BodyPublishers.noBody()).statusCode();
  }
}
