package dev.privateregistry.registry.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.privateregistry.registry.http.FakeRequest;
import dev.privateregistry.registry.http.Response;
import dev.privateregistry.registry.http.ResponseBody;
import dev.privateregistry.registry.http.TrustedProxies;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordLoginTest {
  private static final Access PULL = Access.Repository.of("team/app", Access.Action.PULL);

  private volatile Htpasswd users = users("alice", "old", "alice", "new", "bob", "builder");
  private final AtomicLong nanos = new AtomicLong();
  private final Passwords passwords =
      new Passwords(
          () -> users,
          new FailedLogins(FailedLogins.Limits.NONE),
          TrustedProxies.EVERYBODY,
          nanos::get);
  private final GuardedAccess access =
      new GuardedAccess(
          List.of(new PasswordAuthenticator(passwords, null)),
          () -> AccessPolicy.USERS,
          Challenge.basic("basic-realm"));

  @AfterEach
  void close() {
    passwords.close();
  }

  @Test
  void shouldVerifyACredentialOnceAndThenAnswerFromMemory() {
    FakeRequest request = AskedFor.as("bob", "builder");

    assertNull(access.decideNow(request, PULL));
    assertEquals("bob", granted(access.decide(request, PULL)));
    assertEquals("bob", granted(access.decideNow(request, PULL)));
    assertEquals(1, passwords.counters().accepted().sum());
    assertEquals(1, passwords.counters().remembered().sum());
  }

  @ParameterizedTest
  @ValueSource(strings = {"old", "new"})
  void shouldAcceptThePasswordOfEachLineOfAUser(String password) {
    assertEquals("alice", granted(access.decide(AskedFor.as("alice", password), PULL)));
  }

  @Test
  void shouldGiveTheSameAnswerForWrongPasswordAndUnknownUser() {
    Response wrong = refused(access.decide(AskedFor.as("bob", "x"), PULL));
    Response unknown = refused(access.decide(AskedFor.as("mallory", "x"), PULL));

    assertEquals(401, wrong.status());
    assertEquals(body(wrong), body(unknown));
    assertEquals(wrong.headers().toString(), unknown.headers().toString());
  }

  /** What takes the time is bcrypt: each way to be wrong costs the same verifications. */
  @ParameterizedTest
  @ValueSource(strings = {"alice", "bob", "nobody", ""})
  void shouldVerifyAsMuchForAnUnknownUserAsForAWrongPassword(String user) {
    users = users(9, "alice", "one", "alice", "two", "bob", "builder");
    List<Integer> costs = new ArrayList<>();

    Optional<BcryptHash> match =
        PasswordCheck.match(
            users,
            new BasicCredentials(user, "wrong"),
            (hash, password) -> {
              costs.add(hash.cost());
              return hash.matches(password);
            });

    assertEquals(Optional.empty(), match);
    assertEquals(List.of(9, 9), costs);
  }

  @Test
  void shouldRefuseARetiredPasswordAtOnceAndKeepTheOthers() {
    granted(access.decide(AskedFor.as("alice", "old"), PULL));
    granted(access.decide(AskedFor.as("bob", "builder"), PULL));
    Htpasswd before = users;
    users =
        new Htpasswd(
            Map.of(
                "alice", List.of(before.hashes("alice").get(1)),
                "bob", before.hashes("bob")),
            List.of());

    assertNull(access.decideNow(AskedFor.as("alice", "old"), PULL));
    assertEquals(401, refused(access.decide(AskedFor.as("alice", "old"), PULL)).status());
    assertNotNull(access.decideNow(AskedFor.as("bob", "builder"), PULL));
  }

  @Test
  void shouldAcceptANewUserWhosePasswordWasJustRefused() {
    FakeRequest carol = AskedFor.as("carol", "x");
    refused(access.decide(carol, PULL));

    users = users("carol", "x");

    assertEquals("carol", granted(access.decide(carol, PULL)));
  }

  @Test
  void shouldNotRunBcryptAgainForTheSameWrongPasswordWithinMoments() {
    FakeRequest wrong = AskedFor.as("bob", "wrong");
    refused(access.decide(wrong, PULL));
    refused(access.decide(wrong, PULL));
    assertEquals(1, passwords.counters().checks().sum());

    nanos.addAndGet(Duration.ofSeconds(4).toNanos());
    refused(access.decide(wrong, PULL));
    assertEquals(2, passwords.counters().checks().sum());
  }

  @Test
  void shouldForgetACredentialAfterItsTime() {
    FakeRequest request = AskedFor.as("bob", "builder");
    granted(access.decide(request, PULL));

    nanos.addAndGet(Duration.ofMinutes(11).toNanos());

    assertNull(access.decideNow(request, PULL));
  }

  @Test
  void shouldVerifyOnceForManyRequestsAtOnce() throws Exception {
    users = users(9, "bob", "builder");
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<String>> asks = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        asks.add(() -> granted(access.decide(AskedFor.as("bob", "builder"), PULL)));
      }
      for (Future<String> answer : clients.invokeAll(asks)) {
        assertEquals("bob", answer.get());
      }
    }

    assertEquals(1, passwords.counters().checks().sum());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Basic", "Basic !", "Basic Og==", "Bearer x", "Digest x", "Basic YQ=="})
  void shouldChallengeFieldsThatAreNotAPassword(String authorization) {
    FakeRequest request = AskedFor.with(authorization);
    AccessDecision now = access.decideNow(request, PULL);
    Response response = refused(now == null ? access.decide(request, PULL) : now);

    assertEquals(401, response.status());
    assertEquals("Basic realm=\"basic-realm\"", response.headers().first("WWW-Authenticate"));
  }

  @Test
  void shouldSayWhatWasAskedAsDistributionDoes() {
    Access push = Access.Repository.of("team/app", Access.Action.PUSH, Access.Action.PULL);

    assertEquals(
        "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"authentication required\","
            + "\"detail\":[{\"Type\":\"repository\",\"Class\":\"\",\"Name\":\"team/app\","
            + "\"Action\":\"pull\"},{\"Type\":\"repository\",\"Class\":\"\","
            + "\"Name\":\"team/app\",\"Action\":\"push\"}]}]}\n",
        body(refused(access.decide(AskedFor.anonymously(), push))));
    assertEquals(
        "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"authentication required\","
            + "\"detail\":[{\"Type\":\"registry\",\"Class\":\"\",\"Name\":\"catalog\","
            + "\"Action\":\"*\"}]}]}\n",
        body(refused(access.decide(AskedFor.anonymously(), new Access.Catalog()))));
    assertEquals(
        "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"authentication required\","
            + "\"detail\":null}]}\n",
        body(refused(access.decide(AskedFor.anonymously(), new Access.Base()))));
  }

  static Htpasswd users(String... namesAndPasswords) {
    return users(4, namesAndPasswords);
  }

  static Htpasswd users(int cost, String... namesAndPasswords) {
    StringBuilder file = new StringBuilder();
    for (int i = 0; i < namesAndPasswords.length; i += 2) {
      file.append(HtpasswdLine.make(namesAndPasswords[i], namesAndPasswords[i + 1], cost));
      file.append('\n');
    }
    return Htpasswd.parse(file.toString().getBytes(StandardCharsets.UTF_8));
  }

  static String granted(@Nullable AccessDecision decision) {
    return assertInstanceOf(AccessDecision.Granted.class, decision).principal().name();
  }

  static Response refused(@Nullable AccessDecision decision) {
    return assertInstanceOf(AccessDecision.Refused.class, decision).response();
  }

  static String body(Response response) {
    return new String(
        assertInstanceOf(ResponseBody.Bytes.class, response.body()).content(),
        StandardCharsets.UTF_8);
  }
}
