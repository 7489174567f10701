package dev.privateregistry.registry.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.http.FakeRequest;
import dev.privateregistry.registry.http.PublicUrl;
import dev.privateregistry.registry.notification.ContentEvent.Action;
import dev.privateregistry.registry.notification.ContentEvent.Kind;
import dev.privateregistry.registry.notification.TestReceiver.Delivered;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class NotifierTest {
  private static final Endpoint.Ignored NOTHING = new Endpoint.Ignored(Set.of(), Set.of());
  private static final EventJson JSON =
      new EventJson(new EventJson.Source("host:5000", "instance"), false);

  @TempDir Path folder;
  private TestReceiver receiver;

  @BeforeEach
  void start() throws IOException {
    receiver = TestReceiver.start();
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 500, 503, 302, 307})
  void shouldTryAgainUntilTheReceiverAcceptsAndKeepTheOrder(int refusal) throws Exception {
    AtomicInteger calls = new AtomicInteger();
    receiver.answer(exchange -> calls.incrementAndGet() % 3 == 0 ? 202 : refusal);
    try (Notifier notifier = open(endpoint(receiver.url(), Map.of(), NOTHING))) {
      for (int i = 0; i < 5; i++) {
        push(notifier, "team/app" + i);
      }
      for (int i = 0; i < 5; i++) {
        assertEquals("team/app" + i, receiver.next().event().at("/target/repository").asText());
      }
      EndpointCounters counters = notifier.mailboxes().getFirst().counters();
      await(() -> counters.successes().sum() == 5);
      assertEquals(10, counters.failures().sum());
      assertEquals(10, Objects.requireNonNull(counters.statuses().get(refusal)).sum());
      assertEquals(0, notifier.mailboxes().getFirst().pending());
    }
  }

  @Test
  void shouldNotSlowWhoPushesWhenTheReceiverHangs() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    receiver.answer(
        exchange -> {
          never.await();
          return 200;
        });
    try (Notifier notifier = open(endpoint(receiver.url(), Map.of(), NOTHING))) {
      long start = System.nanoTime();
      for (int i = 0; i < 200; i++) {
        push(notifier, "team/app");
      }
      Duration taken = Duration.ofNanos(System.nanoTime() - start);

      assertTrue(taken.toMillis() < 5_000, "200 pushes took " + taken);
      EndpointCounters counters = notifier.mailboxes().getFirst().counters();
      await(() -> counters.errors().sum() > 2);
      assertEquals(200, notifier.mailboxes().getFirst().pending());
      never.countDown();
      receiver.answer(exchange -> 200);
      await(() -> notifier.mailboxes().getFirst().pending() == 0);
    }
  }

  @Test
  void shouldPauseBetweenTriesAfterTheThreshold() throws Exception {
    receiver.answer(exchange -> 500);
    Endpoint patient =
        new Endpoint(
            "slow",
            receiver.url(),
            Map.of(),
            new Endpoint.Patience(Duration.ofSeconds(5), 3, Duration.ofMinutes(10)),
            NOTHING);
    try (Notifier notifier = open(patient)) {
      push(notifier, "team/app");
      await(() -> receiver.tries() == 3);
      Thread.sleep(100);
      assertEquals(3, receiver.tries());
    }
  }

  @Test
  void shouldDeliverAfterARestartWhatWasNotDeliveredBefore() throws Exception {
    receiver.answer(exchange -> 500);
    String id;
    try (Notifier notifier = open(endpoint(receiver.url(), Map.of(), NOTHING))) {
      push(notifier, "team/one");
      push(notifier, "team/two");
      await(() -> receiver.tries() > 0);
    }
    receiver.answer(exchange -> 200);
    try (Notifier again = open(endpoint(receiver.url(), Map.of(), NOTHING))) {
      Delivered one = receiver.next();
      id = one.event().at("/id").asText();
      assertEquals("team/one", one.event().at("/target/repository").asText());
      assertEquals("team/two", receiver.next().event().at("/target/repository").asText());
      await(() -> again.mailboxes().getFirst().pending() == 0);
    }
    assertEquals(36, id.length());
    try (Notifier third = open(endpoint(receiver.url(), Map.of(), NOTHING))) {
      push(third, "team/three");
      assertEquals("team/three", receiver.next().event().at("/target/repository").asText());
    }
  }

  @Test
  void shouldNotTakeItsHeadersToWhereARedirectPoints() throws Exception {
    try (TestReceiver elsewhere = TestReceiver.start()) {
      receiver.answer(
          exchange -> {
            exchange.getResponseHeaders().set("Location", elsewhere.url().toString());
            return 307;
          });
      Map<String, List<String>> headers = Map.of("Authorization", List.of("Bearer secret"));
      try (Notifier notifier = open(endpoint(receiver.url(), headers, NOTHING))) {
        push(notifier, "team/app");
        await(() -> receiver.tries() > 2);
      }
      assertEquals(0, elsewhere.tries());
    }
  }

  @Test
  void shouldSendItsHeadersAndTheUserOfTheUrl() throws Exception {
    URI url = URI.create(receiver.url().toString().replace("//", "//bob:pa%24s@"));
    try (Notifier notifier = open(endpoint(url, Map.of("X-Token", List.of("a", "b")), NOTHING))) {
      push(notifier, "team/app");
      Delivered delivered = receiver.next();
      assertEquals(List.of("a", "b"), delivered.headers().get("X-Token"));
      assertEquals(EventJson.MEDIA_TYPE, delivered.headers().getFirst("Content-Type"));
      assertEquals("registry-server/test", delivered.headers().getFirst("User-Agent"));
      assertEquals(
          "Basic "
              + Base64.getEncoder().encodeToString("bob:pa$s".getBytes(StandardCharsets.UTF_8)),
          delivered.headers().getFirst("Authorization"));
    }
  }

  @Test
  void shouldLeaveOutWhatAReceiverIgnores() throws Exception {
    Endpoint.Ignored ignored =
        new Endpoint.Ignored(Set.of("application/octet-stream"), Set.of("pull"));
    try (Notifier notifier = open(endpoint(receiver.url(), Map.of(), ignored))) {
      FakeRequest request = FakeRequest.of("GET", "/v2/");
      notifier.happened(request, event(Action.PULL, "a", "application/json"));
      notifier.happened(request, event(Action.PUSH, "b", "application/octet-stream"));
      notifier.happened(request, event(Action.PUSH, "c", "application/json"));

      assertEquals("c", receiver.next().event().at("/target/repository").asText());
      assertNull(receiver.nextNow());
    }
  }

  @Test
  void shouldGiveEachReceiverItsOwnPace() throws Exception {
    receiver.answer(exchange -> 500);
    try (TestReceiver other = TestReceiver.start();
        Notifier notifier =
            Notifier.open(
                List.of(
                    endpoint(receiver.url(), Map.of(), NOTHING),
                    new Endpoint(
                        "ä/../b",
                        other.url(),
                        Map.of(),
                        new Endpoint.Patience(Duration.ofSeconds(5), 1, Duration.ofMillis(5)),
                        NOTHING)),
                new Notifier.Queues(folder, 1 << 20),
                PublicUrl.DEFAULT,
                JSON,
                "registry-server/test")) {
      push(notifier, "team/app");
      assertEquals("team/app", other.next().event().at("/target/repository").asText());
      assertEquals(1, notifier.mailboxes().getFirst().pending());
    }
  }

  @Test
  void shouldGiveEachProcessOnOneVolumeItsOwnQueues() throws Exception {
    receiver.answer(exchange -> 500);
    Endpoint endpoint = endpoint(receiver.url(), Map.of(), NOTHING);
    try (Notifier one = open(endpoint);
        Notifier two = open(endpoint)) {
      push(one, "team/one");
      push(two, "team/two");
      assertEquals(1, one.mailboxes().getFirst().pending());
      assertEquals(1, two.mailboxes().getFirst().pending());
    }
  }

  private Notifier open(Endpoint endpoint) throws IOException {
    return Notifier.open(
        List.of(endpoint),
        new Notifier.Queues(folder, 1 << 20),
        PublicUrl.DEFAULT,
        JSON,
        "registry-server/test");
  }

  private static Endpoint endpoint(
      URI url, Map<String, List<String>> headers, Endpoint.Ignored ignored) {
    return new Endpoint(
        "one",
        url,
        headers,
        new Endpoint.Patience(Duration.ofMillis(500), 2, Duration.ofMillis(10)),
        ignored);
  }

  private static void push(Notifier notifier, String repository) {
    notifier.happened(
        FakeRequest.of("PUT", "/v2/" + repository + "/manifests/1"),
        event(Action.PUSH, repository, "application/vnd.oci.image.manifest.v1+json"));
  }

  private static ContentEvent event(Action action, String repository, String type) {
    RepositoryName name = Objects.requireNonNull(RepositoryName.tryParse(repository));
    ContentEvent.Content content =
        new ContentEvent.Content(Digest.sha256(new byte[0]), type, 5, List.of());
    return new ContentEvent(
        action, Kind.MANIFEST, new ContentEvent.Target(name, content, null, null));
  }

  private static void await(java.util.function.BooleanSupplier condition)
      throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "it takes too long");
      Thread.sleep(5);
    }
  }
}
