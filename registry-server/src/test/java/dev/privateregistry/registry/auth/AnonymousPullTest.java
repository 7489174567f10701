package dev.privateregistry.registry.auth;

import static dev.privateregistry.registry.auth.PasswordLoginTest.body;
import static dev.privateregistry.registry.auth.PasswordLoginTest.granted;
import static dev.privateregistry.registry.auth.PasswordLoginTest.refused;
import static dev.privateregistry.registry.auth.PasswordLoginTest.users;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.privateregistry.registry.http.FakeRequest;
import dev.privateregistry.registry.http.PublicUrl;
import dev.privateregistry.registry.http.Response;
import dev.privateregistry.registry.http.TrustedProxies;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnonymousPullTest {
  private static final Access BASE = new Access.Base();
  private static final Access PULL = Access.Repository.of("team/app", Access.Action.PULL);
  private static final Access PUSH =
      Access.Repository.of("team/app", Access.Action.PULL, Access.Action.PUSH);

  private volatile Htpasswd users = users("alice", "old", "alice", "new");
  private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Passwords passwords =
      new Passwords(
          () -> users, new FailedLogins(FailedLogins.Limits.NONE), TrustedProxies.EVERYBODY);
  private final AccessTokens tokens = new AccessTokens(MacKey.random(), () -> users, () -> now);
  private final GuardedAccess access =
      new GuardedAccess(
          List.of(new PasswordAuthenticator(passwords, tokens)),
          () -> AccessPolicy.ANYBODY_PULLS,
          new OwnTokenChallenge(() -> true, "team", PublicUrl.DEFAULT));
  private final TokenEndpoint endpoint = new TokenEndpoint(passwords, tokens, "team");

  @AfterEach
  void close() {
    passwords.close();
  }

  @Test
  void shouldChallengeForATokenBeforeAnythingElse() {
    assertEquals(
        "Bearer realm=\"https://registry.example.com/auth/token\","
            + "service=\"registry.example.com\"",
        challenge(access.decideNow(AskedFor.anonymously(), BASE)));
    assertEquals(
        "Bearer realm=\"https://registry.example.com/auth/token\","
            + "service=\"registry.example.com\",scope=\"repository:team/app:pull,push\"",
        challenge(access.decideNow(AskedFor.anonymously(), PUSH)));
    assertEquals(
        "Bearer realm=\"https://registry.example.com/auth/token\","
            + "service=\"registry.example.com\",scope=\"registry:catalog:*\"",
        challenge(access.decideNow(AskedFor.anonymously(), new Access.Catalog())));
  }

  @Test
  void shouldLetAnybodyPullWithAndWithoutAToken() throws Exception {
    FakeRequest withToken = AskedFor.with("Bearer " + token(AskedFor.anonymously()));

    assertEquals("-", granted(access.decideNow(AskedFor.anonymously(), PULL)));
    assertEquals("-", granted(access.decideNow(withToken, BASE)));
    assertEquals("-", granted(access.decideNow(withToken, PULL)));
    assertEquals(
        "Bearer realm=\"https://registry.example.com/auth/token\","
            + "service=\"registry.example.com\",scope=\"repository:team/app:pull,push\","
            + "error=\"insufficient_scope\"",
        challenge(access.decideNow(withToken, PUSH)));
  }

  @Test
  void shouldLetAUserPushWithATokenAndWithThePasswordItself() throws Exception {
    FakeRequest withToken = AskedFor.with("Bearer " + token(AskedFor.as("alice", "new")));
    FakeRequest withPassword = AskedFor.as("alice", "new");

    assertEquals("alice", granted(access.decideNow(withToken, PUSH)));
    assertEquals("alice", granted(access.decide(withPassword, PUSH)));
    assertEquals("alice", granted(access.decideNow(withPassword, PUSH)));
    assertNull(access.decideNow(AskedFor.as("alice", "old"), PUSH));
  }

  @Test
  void shouldRefuseAWrongPasswordAtTheTokenEndpoint() {
    FakeRequest request = AskedFor.as("alice", "wrong");
    Response response = endpoint.answer(request);

    assertEquals(401, response.status());
    assertEquals("Basic realm=\"team\"", response.headers().first("WWW-Authenticate"));
    assertEquals(401, refused(access.decide(request, PULL)).status());
  }

  @Test
  void shouldIdentifyTheUserForTheAccessLog() {
    FakeRequest request = AskedFor.as("alice", "new");
    endpoint.answer(request);

    assertEquals("alice", request.principal().name());
  }

  @Test
  void shouldDescribeTheToken() throws Exception {
    JsonNode body = new ObjectMapper().readTree(body(endpoint.answer(AskedFor.anonymously())));

    assertEquals(body.get("token"), body.get("access_token"));
    assertEquals(300, body.get("expires_in").asInt());
    Instant.parse(body.get("issued_at").asText());
  }

  @Test
  void shouldOfferOnlyGet() {
    Response response = endpoint.answer(AskedFor.method("POST"));

    assertEquals(405, response.status());
    assertEquals("GET", response.headers().first("Allow"));
  }

  @Test
  void shouldEndATokenAfterItsTime() throws Exception {
    FakeRequest request = AskedFor.with("Bearer " + token(AskedFor.as("alice", "new")));
    now = now.plus(Duration.ofMinutes(5));

    assertInvalid(request);
  }

  @Test
  void shouldEndATokenWithThePasswordItWasGivenFor() throws Exception {
    FakeRequest old = AskedFor.with("Bearer " + token(AskedFor.as("alice", "old")));
    FakeRequest current = AskedFor.with("Bearer " + token(AskedFor.as("alice", "new")));
    users = new Htpasswd(Map.of("alice", List.of(users.hashes("alice").get(1))), List.of());

    assertInvalid(old);
    assertEquals("alice", granted(access.decideNow(current, PUSH)));
  }

  @Test
  void shouldRefuseAChangedToken() throws Exception {
    String token = token(AskedFor.as("alice", "new"));
    for (int i = 0; i < token.length(); i += 5) {
      char changed = token.charAt(i) == 'A' ? 'B' : 'A';
      assertInvalid(
          AskedFor.with("Bearer " + token.substring(0, i) + changed + token.substring(i + 1)));
    }
    assertInvalid(AskedFor.with("Bearer "));
    assertInvalid(AskedFor.with("Bearer AAAA"));
    assertInvalid(AskedFor.with("Bearer ?"));
  }

  @Test
  void shouldAcceptTokensOfAReplicaWithTheSameSecret() {
    AccessTokens one = AccessTokens.shared("secret", () -> users);
    AccessTokens two = AccessTokens.shared("secret", () -> users);
    AccessTokens other = AccessTokens.shared("different", () -> users);
    String field = "Bearer " + one.issueToAnybody();

    assertNotNull(two.verify(field));
    assertNull(other.verify(field));
  }

  private void assertInvalid(FakeRequest request) {
    String challenge = challenge(access.decideNow(request, PULL));
    assertEquals("error=\"invalid_token\"", challenge.substring(challenge.lastIndexOf(',') + 1));
  }

  private String token(FakeRequest request) throws Exception {
    Response response = endpoint.answer(request);
    assertEquals(200, response.status());
    return new ObjectMapper().readTree(body(response)).get("token").asText();
  }

  private static String challenge(@Nullable AccessDecision decision) {
    return String.valueOf(refused(decision).headers().first("WWW-Authenticate"));
  }
}
