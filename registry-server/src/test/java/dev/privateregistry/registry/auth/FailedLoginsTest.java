package dev.privateregistry.registry.auth;

import static dev.privateregistry.registry.auth.PasswordLoginTest.granted;
import static dev.privateregistry.registry.auth.PasswordLoginTest.refused;
import static dev.privateregistry.registry.auth.PasswordLoginTest.users;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.http.FakeRequest;
import dev.privateregistry.registry.http.Response;
import dev.privateregistry.registry.http.TrustedProxies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FailedLoginsTest {
  private static final Access BASE = new Access.Base();
  private static final String HOME = "192.0.2.1";
  private static final String OFFICE = "192.0.2.2";
  private static final String ATTACKER = "203.0.113.9";
  private static final FailedLogins.Limits LIMITS =
      new FailedLogins.Limits(6, 10, 3, Duration.ofMinutes(10));

  private volatile Htpasswd users = users("alice", "right", "bob", "builder");
  private final AtomicLong nanos = new AtomicLong();
  private final Passwords passwords =
      new Passwords(
          () -> users, new FailedLogins(LIMITS, nanos::get), TrustedProxies.EVERYBODY, nanos::get);
  private final GuardedAccess access =
      new GuardedAccess(
          List.of(new PasswordAuthenticator(passwords, null)),
          () -> AccessPolicy.USERS,
          Challenge.basic("team"));

  @AfterEach
  void close() {
    passwords.close();
  }

  @Test
  void shouldStopLookingAtPasswordsForOneUserFromOneAddress() {
    guess("alice", ATTACKER, 3);

    Response limited = refused(logIn("alice", "right", ATTACKER));

    assertEquals(429, limited.status());
    assertEquals("200", limited.headers().first("Retry-After"));
    assertTrue(PasswordLoginTest.body(limited).contains("TOOMANYREQUESTS"));
    assertEquals(3, passwords.counters().checks().sum());
  }

  @Test
  void shouldLookAgainWhenTheTimeItSaidIsOver() {
    guess("alice", ATTACKER, 3);
    after(Duration.ofSeconds(199));
    assertEquals(429, status("alice", "right", ATTACKER));

    after(Duration.ofSeconds(1));

    assertEquals("alice", granted(logIn("alice", "right", ATTACKER)));
  }

  @Test
  void shouldLeaveOtherUsersOfTheAddressAlone() {
    guess("alice", ATTACKER, 3);

    assertEquals("bob", granted(logIn("bob", "builder", ATTACKER)));
  }

  @Test
  void shouldLeaveTheUserAloneWhereHeLogsIn() {
    granted(logIn("alice", "right", HOME));
    guess("alice", ATTACKER, 3);
    guess("alice", "203.0.113.10", 3);

    assertEquals(429, status("alice", "guess", "203.0.113.11"));
    users = users("alice", "new", "bob", "builder");
    assertEquals("alice", granted(logIn("alice", "new", HOME)));
  }

  @Test
  void shouldLeaveAPasswordAloneThatWasRightBefore() {
    granted(logIn("alice", "right", HOME));
    guess("alice", HOME, 3);
    guess("alice", ATTACKER, 3);

    after(Duration.ofSeconds(1));
    assertEquals("alice", granted(logIn("alice", "right", HOME)));
    assertEquals("alice", granted(logIn("alice", "right", OFFICE)));
    after(Duration.ofMinutes(11));
    guess("alice", HOME, 3);
    guess("alice", ATTACKER, 3);
    assertEquals("alice", granted(logIn("alice", "right", OFFICE)));
    assertEquals(429, status("alice", "guess", "203.0.113.77"));
  }

  @Test
  void shouldLimitAnAddressThatTriesManyUsers() {
    for (int i = 0; i < 10; i++) {
      assertEquals(401, status("user" + i, "password", ATTACKER));
    }

    assertEquals(429, status("bob", "builder", ATTACKER));
    assertEquals("bob", granted(logIn("bob", "builder", HOME)));
  }

  @Test
  void shouldLimitUnknownUsersLikeKnownOnes() {
    guess("mallory", ATTACKER, 3);

    assertEquals(429, status("mallory", "x", ATTACKER));
  }

  @Test
  void shouldCountTheSameWrongPasswordOnce() {
    for (int i = 0; i < 20; i++) {
      after(Duration.ofSeconds(4));
      assertEquals(401, status("alice", "stale", HOME));
    }

    assertEquals("alice", granted(logIn("alice", "right", HOME)));
  }

  @Test
  void shouldNotCountPasswordsThatRotationHasRetired() {
    for (int i = 0; i < 20; i++) {
      users = users("alice", "password" + i);
      assertEquals("alice", granted(logIn("alice", "password" + i, HOME)));
      if (i > 0) {
        assertEquals(401, status("alice", "password" + (i - 1), HOME));
      }
    }
  }

  @Test
  void shouldLetNoMoreThroughWhenTheyComeAtOnce() throws Exception {
    users = users(8, "alice", "right");
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> guesses = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String guess = "guess" + i;
        guesses.add(() -> status("alice", guess, ATTACKER));
      }
      int looked = 0;
      for (Future<Integer> status : clients.invokeAll(guesses)) {
        looked += status.get() == 401 ? 1 : 0;
      }
      int atOnce = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
      assertTrue(looked >= 3 && looked <= 3 + atOnce - 1, looked + " were looked at");
    }
  }

  @Test
  void shouldLimitNothingWithoutLimits() {
    try (Passwords open =
        new Passwords(
            () -> users, new FailedLogins(FailedLogins.Limits.NONE), TrustedProxies.EVERYBODY)) {
      for (int i = 0; i < 20; i++) {
        FakeRequest request = AskedFor.as("alice", "guess" + i);
        assertEquals(new Passwords.Verdict.Wrong(), open.verify(request));
      }
    }
  }

  private void guess(String user, String from, int times) {
    for (int i = 0; i < times; i++) {
      assertEquals(401, status(user, "guess " + from + " " + nanos.get() + " " + i, from));
    }
  }

  private int status(String user, String password, String from) {
    return refused(logIn(user, password, from)).status();
  }

  private AccessDecision logIn(String user, String password, String from) {
    FakeRequest request = AskedFor.as(user, password).peer(from);
    AccessDecision now = access.decideNow(request, BASE);
    return now == null ? access.decide(request, BASE) : now;
  }

  private void after(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
