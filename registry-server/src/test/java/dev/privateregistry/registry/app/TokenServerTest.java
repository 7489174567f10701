package dev.privateregistry.registry.app;

import static dev.privateregistry.registry.app.RunningServer.await;
import static dev.privateregistry.registry.app.RunningServer.text;
import static dev.privateregistry.registry.app.RunningServer.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.registry.auth.token.TokenServer;
import dev.privateregistry.registry.reload.HotFile;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps of a client that gets its tokens from a token server. */
class TokenServerTest {
  private static final byte[] LAYER = "layer".getBytes(StandardCharsets.UTF_8);
  private static final String DIGEST = "sha256:" + HotFile.fingerprint(LAYER);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern CHALLENGE =
      Pattern.compile(
          "Bearer realm=\"([^\"]*)\",service=\"([^\"]*)\"(?:,scope=\"([^\"]*)\")?"
              + "(?:,error=\"([^\"]*)\")?");

  @TempDir Path folder;
  private final KeyPair keys = TokenServer.keys("P-256");

  @BeforeEach
  void publish() {
    publish(keys);
  }

  @Test
  void shouldServeWhoBringsTheTokenItAsksFor() throws Exception {
    try (RunningServer running = start("")) {
      Matcher ping = challenge(running.get("/v2/"));
      assertEquals("https://tokens.test/token", ping.group(1));
      assertEquals("registry.test", ping.group(2));
      assertEquals(null, ping.group(3));
      Matcher push = challenge(running.send("POST", "/v2/team/app/blobs/uploads/", noBody()));
      assertEquals("repository:team/app:pull,push", push.group(3));

      String[] pusher = token("alice", "team/app", "pull", "push");
      assertEquals(200, running.get("/v2/", pusher).statusCode());
      assertEquals(201, running.push("team/app", DIGEST, LAYER, pusher));
      String[] puller = token("", "team/app", "pull");
      assertEquals(200, running.get("/v2/team/app/blobs/" + DIGEST, puller).statusCode());

      Matcher more = challenge(running.get("/v2/team/other/blobs/" + DIGEST, puller));
      assertEquals("repository:team/other:pull", more.group(3));
      assertEquals("insufficient_scope", more.group(4));
      assertEquals(
          "repository:team/app:delete",
          challenge(running.send("DELETE", "/v2/team/app/blobs/" + DIGEST, noBody(), pusher))
              .group(3));
      assertEquals(
          "invalid_token", challenge(running.get("/v2/", puller[0], puller[1] + "x")).group(4));
      assertEquals(
          202,
          running
              .send(
                  "POST",
                  "/v2/team/app2/blobs/uploads/?mount=" + DIGEST + "&from=team/app",
                  noBody(),
                  token("alice", "team/app2", "pull", "push"))
              .statusCode());
      assertTrue(
          text(running.debug("/metrics")).contains("\nregistry_auth_tokens_refused_total 1.0"));
    }
  }

  @Test
  void shouldHoldTokensToTheRulesToo() throws Exception {
    String rules =
        "access: {rules: [{users: [alice], repositories: ['team/**'], actions: [pull, push]}]}\n";
    try (RunningServer running = start(rules)) {
      assertEquals(201, running.push("team/app", DIGEST, LAYER, token("alice", "team/app", "*")));
      assertEquals(403, running.push("other/a", DIGEST, LAYER, token("alice", "other/a", "*")));
      assertEquals(403, running.push("team/app", DIGEST, LAYER, token("bob", "team/app", "*")));
      assertEquals(401, running.push("team/app", DIGEST, LAYER, token("", "team/app", "*")));
      assertEquals(
          401, running.push("team/app", DIGEST, LAYER, token("alice", "team/app", "pull")));
    }
  }

  @Test
  void shouldFollowTheKeysAndKeepTheLastGoodOnes() throws Exception {
    try (RunningServer running = start("")) {
      String[] first = token("alice", "team/app", "pull");
      assertEquals(200, running.get("/v2/", first).statusCode());
      assertEquals(1, running.status().at("/tokenKeys/keys").asInt());

      write(folder.resolve("jwks.json"), "{\"keys\":");
      await(() -> !running.status().at("/tokenKeys/error").isNull());
      assertEquals(200, running.get("/v2/", first).statusCode());
      assertTrue(text(running.debug("/metrics")).contains("\nregistry_token_keys_refused 1.0"));

      publish(TokenServer.keys("P-256"));
      await(() -> running.status().at("/tokenKeys/error").isNull());
      assertEquals(401, running.get("/v2/", first).statusCode());
    }
  }

  @Test
  void shouldSendClientsToTheHostTheyUsed() throws Exception {
    try (RunningServer running = startWith("autoredirect: true, autoredirectpath: /tokens", "")) {
      String host = running.url("").getAuthority();

      assertEquals("https://" + host + "/tokens", challenge(running.get("/v2/")).group(1));
      assertEquals(
          "http://" + host + "/tokens",
          challenge(running.get("/v2/", "X-Forwarded-Proto", "http")).group(1));
    }
  }

  @Test
  void shouldNotStartWithoutUsableKeys() {
    write(folder.resolve("jwks.json"), "{\"keys\":[]}");

    StartFailure failure = assertThrows(StartFailure.class, () -> start(""));

    assertEquals(
        "auth.token.jwks: "
            + folder.resolve("jwks.json")
            + ": it holds no key to verify signatures with",
        failure.getMessage());
  }

  private RunningServer start(String more) throws StartFailure {
    return startWith("autoredirect: false", more);
  }

  private RunningServer startWith(String option, String more) throws StartFailure {
    return RunningServer.start(
        folder,
        "auth: {token: {realm: 'https://tokens.test/token', service: registry.test, issuer: me,"
            + " jwks: %s, %s}}\n%s".formatted(folder.resolve("jwks.json"), option, more));
  }

  private void publish(KeyPair pair) {
    byte[] file = TokenServer.jwks(TokenServer.jwk(pair.getPublic()).put("kid", "k"));
    write(folder.resolve("jwks.json"), new String(file, StandardCharsets.UTF_8));
  }

  private String[] token(String user, String repository, String... actions) {
    long now = Instant.now().getEpochSecond();
    ObjectNode claims =
        JSON.createObjectNode()
            .put("iss", "me")
            .put("aud", "registry.test")
            .put("sub", user)
            .put("nbf", now)
            .put("exp", now + 300);
    ObjectNode grant = claims.putArray("access").addObject();
    grant.put("type", "repository").put("name", repository);
    for (String action : actions) {
      grant.withArray("actions").add(action);
    }
    ObjectNode header = JSON.createObjectNode().put("alg", "ES256").put("kid", "k");
    return new String[] {
      "Authorization", "Bearer " + TokenServer.sign(header, claims, keys.getPrivate())
    };
  }

  private static Matcher challenge(HttpResponse<byte[]> answer) {
    assertEquals(401, answer.statusCode());
    String field = answer.headers().firstValue("WWW-Authenticate").orElse("");
    Matcher parts = CHALLENGE.matcher(field);
    assertTrue(parts.matches(), field);
    return parts;
  }

  private static BodyPublisher noBody() {
    return BodyPublishers.noBody();
  }
}
