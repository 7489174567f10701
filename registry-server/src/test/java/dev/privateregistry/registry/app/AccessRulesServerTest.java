package dev.privateregistry.registry.app;

import static dev.privateregistry.registry.app.RunningServer.as;
import static dev.privateregistry.registry.app.RunningServer.await;
import static dev.privateregistry.registry.app.RunningServer.json;
import static dev.privateregistry.registry.app.RunningServer.text;
import static dev.privateregistry.registry.app.RunningServer.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.auth.HtpasswdLine;
import dev.privateregistry.registry.reload.HotFile;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessRulesServerTest {
  private static final byte[] LAYER = "layer".getBytes(StandardCharsets.UTF_8);
  private static final String DIGEST = "sha256:" + HotFile.fingerprint(LAYER);
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String EMPTY_INDEX =
      "{\"schemaVersion\":2,\"mediaType\":\"" + INDEX + "\",\"manifests\":[]}";
  private static final String RULES =
      """
      groups:
        developers: [alice]
      rules:
      - groups: [developers]
        repositories: ["team/**", "public/**"]
        actions: [pull, push]
      - users: [root]
        repositories: ["**"]
        actions: [pull, push, delete, catalog]
      - users: [bob]
        repositories: ["other/**"]
        actions: [pull, push, catalog]
      - anonymous: true
        repositories: ["public/**"]
        actions: [pull]
      """;

  @TempDir Path folder;

  @Test
  void shouldHoldEveryRequestToTheRules() throws Exception {
    try (RunningServer running = start(RULES)) {
      String[] alice = as("alice", "a");
      String[] bob = as("bob", "b");
      assertEquals(201, running.push("team/app", DIGEST, LAYER, alice));
      assertEquals(201, running.push("public/app", DIGEST, LAYER, alice));
      assertEquals(201, running.push("other/app", DIGEST, LAYER, bob));
      assertEquals(201, tag(running, "team/app", alice));
      assertEquals(201, tag(running, "public/app", alice));
      assertEquals(201, tag(running, "other/app", bob));

      assertEquals(200, running.get("/v2/team/app/blobs/" + DIGEST, alice).statusCode());
      HttpResponse<byte[]> denied = running.get("/v2/team/app/blobs/" + DIGEST, bob);
      assertEquals(403, denied.statusCode());
      assertEquals("DENIED", json(denied).at("/errors/0/code").asText());
      for (String path : new String[] {"manifests/1", "tags/list", "referrers/" + DIGEST}) {
        assertEquals(200, running.get("/v2/team/app/" + path, alice).statusCode());
        assertEquals(403, running.get("/v2/team/app/" + path, bob).statusCode());
        assertEquals(200, running.get("/v2/public/app/" + path).statusCode());
        assertEquals(401, running.get("/v2/team/app/" + path).statusCode());
      }
      assertEquals(403, running.push("team/app", DIGEST, LAYER, bob));
      assertEquals(403, running.push("team", DIGEST, LAYER, alice));
      assertEquals(401, running.push("public/app", DIGEST, LAYER));
      assertEquals(403, delete(running, "team/app", alice));
      assertEquals(202, delete(running, "team/app", as("root", "r")));
      assertEquals(401, running.get("/v2/team/app/blobs/" + DIGEST, as("bob", "x")).statusCode());
    }
  }

  @Test
  void shouldListOnlyWhatMayBePulled() throws Exception {
    try (RunningServer running = start(RULES)) {
      String[] root = as("root", "r");
      for (String name : new String[] {"other/a", "other/b", "public/app", "team/app"}) {
        assertEquals(201, tag(running, name, root));
      }

      assertEquals(
          "{\"repositories\":[\"other/a\",\"other/b\",\"public/app\",\"team/app\"]}",
          text(running.get("/v2/_catalog", root)).strip());
      assertEquals(
          "{\"repositories\":[\"other/a\",\"other/b\",\"public/app\"]}",
          text(running.get("/v2/_catalog", as("bob", "b"))).strip());
      HttpResponse<byte[]> page = running.get("/v2/_catalog?n=2&last=other/a", as("bob", "b"));
      assertEquals("{\"repositories\":[\"other/b\",\"public/app\"]}", text(page).strip());
      assertTrue(page.headers().firstValue("Link").isEmpty());
      assertEquals(403, running.get("/v2/_catalog", as("alice", "a")).statusCode());
      assertEquals(401, running.get("/v2/_catalog").statusCode());
    }
  }

  @Test
  void shouldMountOnlyFromWhereTheUserMayPull() throws Exception {
    try (RunningServer running = start(RULES)) {
      assertEquals(201, running.push("team/app", DIGEST, LAYER, as("alice", "a")));

      assertEquals(202, mount(running, "other/app", "&from=team/app", as("bob", "b")));
      assertEquals(202, mount(running, "other/app", "", as("bob", "b")));
      assertEquals(404, running.get("/v2/other/app/blobs/" + DIGEST, as("bob", "b")).statusCode());
      assertEquals(201, mount(running, "team/b", "&from=team/app", as("alice", "a")));
      assertEquals(201, mount(running, "team/c", "", as("alice", "a")));
    }
  }

  @Test
  void shouldLetPullersLogInAndPushersUseTheirToken() throws Exception {
    try (RunningServer running = start(RULES)) {
      HttpResponse<byte[]> ping = running.get("/v2/");
      assertEquals(401, ping.statusCode());
      assertTrue(
          ping.headers().firstValue("WWW-Authenticate").orElse("").startsWith("Bearer realm="));
      String[] nobody = bearer(running.get("/auth/token"));
      String[] alice = bearer(running.get("/auth/token", as("alice", "a")));

      assertEquals(200, running.get("/v2/", nobody).statusCode());
      assertEquals(201, running.push("public/app", DIGEST, LAYER, alice));
      assertEquals(200, running.get("/v2/public/app/blobs/" + DIGEST, nobody).statusCode());
      HttpResponse<byte[]> refused = running.get("/v2/team/app/blobs/" + DIGEST, nobody);
      assertEquals(401, refused.statusCode());
      assertTrue(
          refused
              .headers()
              .firstValue("WWW-Authenticate")
              .orElse("")
              .endsWith("error=\"insufficient_scope\""));
      assertEquals(403, running.get("/v2/other/app/blobs/" + DIGEST, alice).statusCode());
    }
  }

  @Test
  void shouldFollowItsFileAndKeepTheLastGoodRules() throws Exception {
    Path file = folder.resolve("rules.yml");
    try (RunningServer running = start(RULES)) {
      String[] alice = as("alice", "a");
      assertEquals(201, running.push("team/app", DIGEST, LAYER, alice));
      assertEquals(4, running.status().at("/accessRules/rules").asInt());

      write(file, "rules: [{users: [alice], repositories: [team/app], action: [pull]}]");
      await(() -> !running.status().at("/accessRules/error").isNull());
      assertEquals(
          "action (line 1) is not a key of a rule; did you mean actions?; a rule (line 1) allows"
              + " nothing; add actions: [pull, push, delete, catalog]",
          running.status().at("/accessRules/error").asText());
      assertTrue(json(running.debug("/debug/health")).has("accessRules"));
      assertTrue(text(running.debug("/metrics")).contains("\nregistry_access_rules_refused 1.0"));
      assertEquals(201, running.push("team/app", DIGEST, LAYER, alice));

      write(file, "rules: [{users: [alice], repositories: [team/app], actions: [pull]}]");
      await(() -> running.status().at("/accessRules/rules").asInt() == 1);
      assertTrue(running.status().at("/accessRules/error").isNull());
      assertEquals(403, running.push("team/app", DIGEST, LAYER, alice));
      assertEquals(200, running.get("/v2/team/app/blobs/" + DIGEST, alice).statusCode());
      assertEquals(
          "Basic realm=\"team\"",
          running.get("/v2/").headers().firstValue("WWW-Authenticate").orElse(""));
    }
  }

  @Test
  void shouldServeAPublicRegistryWithoutUsers() throws Exception {
    String config =
        "access: {rules: [{anonymous: true, repositories: ['public/**'], actions: [pull]}]}\n";
    try (RunningServer running = RunningServer.start(folder, config)) {
      assertEquals(200, running.get("/v2/").statusCode());
      assertEquals(404, running.get("/v2/public/app/blobs/" + DIGEST).statusCode());
      assertEquals(403, running.get("/v2/team/app/blobs/" + DIGEST).statusCode());
      assertEquals(403, running.push("public/app", DIGEST, LAYER));
    }
  }

  @Test
  void shouldSlowDownWhoGuessesAPassword() throws Exception {
    Path htpasswd = htpasswd();
    String config =
        "auth: {htpasswd: {realm: team, path: %s}}\naccess: {failedlogins: {perpair: 2}}\n"
            .formatted(htpasswd);
    try (RunningServer running = RunningServer.start(folder, config)) {
      assertEquals(200, running.get("/v2/", as("bob", "b")).statusCode());
      assertEquals(401, running.get("/v2/", as("alice", "x")).statusCode());
      assertEquals(401, running.get("/v2/", as("alice", "y")).statusCode());

      HttpResponse<byte[]> limited = running.get("/v2/", as("alice", "a"));
      assertEquals(429, limited.statusCode());
      assertEquals("TOOMANYREQUESTS", json(limited).at("/errors/0/code").asText());
      assertTrue(Integer.parseInt(limited.headers().firstValue("Retry-After").orElse("")) > 250);
      assertEquals(200, running.get("/v2/", as("bob", "b")).statusCode());
      assertTrue(text(running.debug("/metrics")).contains("\nregistry_auth_limited_total 1.0"));
    }
  }

  private RunningServer start(String rules) throws StartFailure {
    Path file = folder.resolve("rules.yml");
    write(file, rules);
    return RunningServer.start(
        folder,
        "auth: {htpasswd: {realm: team, path: %s}}\naccess: {file: %s}\n"
            .formatted(htpasswd(), file));
  }

  private Path htpasswd() {
    Path file = folder.resolve("htpasswd");
    write(
        file,
        HtpasswdLine.make("alice", "a", 4)
            + "\n"
            + HtpasswdLine.make("bob", "b", 4)
            + "\n"
            + HtpasswdLine.make("root", "r", 4)
            + "\n");
    return file;
  }

  private static int tag(RunningServer running, String repository, String... headers)
      throws IOException, InterruptedException {
    return running
        .send(
            "PUT",
            "/v2/" + repository + "/manifests/1",
            BodyPublishers.ofString(EMPTY_INDEX),
            headers[0],
            headers[1],
            "Content-Type",
            INDEX)
        .statusCode();
  }

  private static int delete(RunningServer running, String repository, String... headers)
      throws IOException, InterruptedException {
    return running
        .send("DELETE", "/v2/" + repository + "/manifests/1", BodyPublishers.noBody(), headers)
        .statusCode();
  }

  private static int mount(RunningServer running, String repository, String from, String... headers)
      throws IOException, InterruptedException {
    return running
        .send(
            "POST",
            "/v2/" + repository + "/blobs/uploads/?mount=" + DIGEST + from,
            BodyPublishers.noBody(),
            headers)
        .statusCode();
  }

  private static String[] bearer(HttpResponse<byte[]> token) throws IOException {
    assertEquals(200, token.statusCode());
    return new String[] {"Authorization", "Bearer " + json(token).get("token").asText()};
  }
}
