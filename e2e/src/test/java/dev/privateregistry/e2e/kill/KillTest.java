package dev.privateregistry.e2e.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.e2e.kill.KilledRegistry.Life;
import dev.privateregistry.e2e.kill.Ledger.Thing;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL at a random moment, again and again, while clients push and delete. Whatever they were
 * told before is so afterwards; every answer is byte for byte what was pushed.
 *
 * <p>{@code -Dkills=N -Dkills.seed=N}: how often, and the seed of a run before.
 */
@Tag("durability")
class KillTest {
  private static final int KILLS = Integer.getInteger("kills", 200);
  private static final long SEED = Long.getLong("kills.seed", System.nanoTime());
  private static final int PUSHERS = 16;
  private static final int LONGEST_LIFE_MILLIS = 1_600;
  private static final int KILLS_PER_COLLECTION = 10;
  private static final int KILLS_PER_CHECK = 25;

  @TempDir(factory = MemoryFolder.class)
  Path folder;

  private final Ledger ledger = new Ledger();
  private final Gate gate = new Gate();
  private final Random random = new Random(SEED);
  private long verified;

  @Test
  void shouldKeepEverythingThatWasAcknowledged() throws Exception {
    System.out.printf("kills: %d, -Dkills.seed=%d%n", KILLS, SEED);
    KilledRegistry registry = new KilledRegistry(folder);
    List<Pusher> pushers = new ArrayList<>();
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        for (int i = 0; i < PUSHERS; i++) {
          Pusher pusher = new Pusher(i, ledger, SEED);
          pushers.add(pusher);
          running.add(threads.submit(() -> push(pusher)));
        }
        for (int kill = 1; kill <= KILLS; kill++) {
          live(registry);
          between(registry, kill);
        }
      } finally {
        gate.end();
      }
    }
    for (Future<?> pusher : running) {
      pusher.get();
    }
    collectGarbage(registry, false);
    fsck(registry);
    verifyAll(registry);
    System.out.printf(
        "kills survived: %d; answers of success: %d; looked up afterwards: %d; uploads resumed: %d%n",
        KILLS, ledger.answers(), verified, pushers.stream().mapToInt(Pusher::resumed).sum());
    assertTrue(ledger.answers() > KILLS, "hardly anything was pushed");
  }

  private Void push(Pusher pusher) throws InterruptedException {
    RegistryClient registry = gate.await();
    while (registry != null) {
      try {
        pusher.round(registry);
      } catch (IOException e) {
        gate.lost(registry);
      }
      registry = gate.await();
    }
    return null;
  }

  /** From the start of a process to its kill, which may come before it listens. */
  private void live(KilledRegistry registry) throws Exception {
    Life life = registry.start();
    try {
      if (random.nextInt(10) == 0) {
        Thread.sleep(random.nextInt(600));
        return;
      }
      try (RegistryClient client = new RegistryClient(life.awaitPort())) {
        verify(client, ledger.latest());
        gate.open(client);
        Thread.sleep(random.nextInt(LONGEST_LIFE_MILLIS));
        gate.close();
        life.kill();
      }
    } finally {
      life.kill();
    }
  }

  private void between(KilledRegistry registry, int kill) throws Exception {
    if (kill % KILLS_PER_COLLECTION == 0) {
      collectGarbage(registry, random.nextBoolean());
    }
    if (kill % KILLS_PER_CHECK == 0) {
      fsck(registry);
    }
  }

  private void collectGarbage(KilledRegistry registry, boolean killed) throws Exception {
    ledger.forgetBlobs();
    Process collection = registry.offline("garbage-collect", "--quiet");
    if (killed && !collection.waitFor(300 + random.nextInt(700), TimeUnit.MILLISECONDS)) {
      collection.destroyForcibly().waitFor();
      return;
    }
    String output = output(collection);
    assertEquals(0, collection.waitFor(), output);
  }

  private static void fsck(KilledRegistry registry) throws Exception {
    Process check = registry.offline("fsck");
    String output = output(check);
    assertEquals(0, check.waitFor(), output);
    assertTrue(output.contains(" 0 wrong"), output);
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private void verifyAll(KilledRegistry registry) throws Exception {
    Life life = registry.start();
    try (RegistryClient client = new RegistryClient(life.awaitPort())) {
      verify(client, ledger.all());
    } finally {
      life.kill();
    }
  }

  private void verify(RegistryClient client, Map<Thing, Set<String>> expected)
      throws InterruptedException, ExecutionException {
    Map<Thing, Future<String>> found = new HashMap<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(PUSHERS)) {
      expected
          .keySet()
          .forEach(thing -> found.put(thing, threads.submit(() -> find(client, thing))));
    }
    for (Map.Entry<Thing, Future<String>> entry : found.entrySet()) {
      Thing thing = entry.getKey();
      String outcome = entry.getValue().get();
      Set<String> outcomes = expected.getOrDefault(thing, Set.of());
      assertTrue(
          outcomes.contains(outcome),
          () -> thing + " is " + outcome + ", not one of " + outcomes + "; seed " + SEED);
      ledger.found(thing, outcome);
      verified++;
    }
  }

  /** The outcome of a thing, with all that belongs to it. */
  private static String find(RegistryClient client, Thing thing)
      throws IOException, InterruptedException {
    return switch (thing) {
      case Thing.Blob(String repository, String digest) ->
          content(client, "/v2/" + repository + "/blobs/" + digest).isEmpty()
              ? Ledger.ABSENT
              : Ledger.PRESENT;
      case Thing.Manifest(String repository, String digest) ->
          image(client, repository, digest).isEmpty() ? Ledger.ABSENT : Ledger.PRESENT;
      case Thing.Tag(String repository, String tag) -> {
        String named = image(client, repository, tag);
        yield named.isEmpty() ? Ledger.ABSENT : named;
      }
    };
  }

  /** The digest of an image that is there with its config and its layer; empty for none. */
  private static String image(RegistryClient client, String repository, String reference)
      throws IOException, InterruptedException {
    String path = "/v2/" + repository + "/manifests/" + reference;
    HttpResponse<byte[]> answer = client.send("GET", path);
    if (answer.statusCode() == 404) {
      return "";
    }
    assertEquals(200, answer.statusCode(), path);
    String digest = RegistryClient.digest(answer.body());
    assertEquals(digest, answer.headers().firstValue("Docker-Content-Digest").orElse(""));
    String json = new String(answer.body(), StandardCharsets.UTF_8);
    for (String part : json.split("\"digest\":\"", -1)) {
      if (part.startsWith("sha256:")) {
        String blob = part.substring(0, part.indexOf('"'));
        assertEquals(blob, content(client, "/v2/" + repository + "/blobs/" + blob), path);
      }
    }
    return digest;
  }

  /** The digest of what a path gives; empty for nothing. */
  private static String content(RegistryClient client, String path)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = client.send("GET", path);
    if (answer.statusCode() == 404) {
      return "";
    }
    assertEquals(200, answer.statusCode(), path);
    String digest = RegistryClient.digest(answer.body());
    assertTrue(path.endsWith(digest), () -> path + " gives " + digest);
    return digest;
  }
}
