package dev.privateregistry.registry.http.handler;

import static dev.privateregistry.registry.http.handler.TestRegistry.OCI;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.Digest.Algorithm;
import dev.privateregistry.registry.gc.StorageCheck;
import dev.privateregistry.registry.http.handler.Promises.Thing;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.filesystem.PowerCuts;
import dev.privateregistry.registry.storage.filesystem.RecordedDisk;
import dev.privateregistry.registry.storage.filesystem.RecordedDisk.Omission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every point at which the power can fail, and what the medium may hold then. Whatever was answered
 * before is there, byte for byte; the check finds nothing wrong; work goes on.
 *
 * <p>The profile {@code durability} tries {@code -Dpowercut.random} random states more after each
 * event.
 */
class PowerCutTest {
  private static final int RANDOM = Integer.getInteger("powercut.random", 60);
  private static final int CHANGING = 25;
  private static final long SEED = Long.getLong("powercut.seed", 20_250_601L);

  @TempDir Path folder;

  enum Scenario {
    PUSH(PowerCutTest::push),
    REPLACE(PowerCutTest::replace),
    DELETE(PowerCutTest::delete),
    EMPTY_AND_PUSH_ELSEWHERE(PowerCutTest::emptyAndPushElsewhere),
    COLLECT(PowerCutTest::collect),
    PUSH_AT_ONCE(PowerCutTest::pushAtOnce);

    private final Consumer<RecordedRegistry> steps;

    Scenario(Consumer<RecordedRegistry> steps) {
      this.steps = steps;
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldKeepEveryPromiseWheneverThePowerFails(Scenario scenario) throws IOException {
    PowerCuts.Result result = replay(scenario, EnumSet.noneOf(Omission.class), 2);

    assertTrue(result.states() > result.events());
    report(scenario, result);
  }

  @Tag("durability")
  @ParameterizedTest
  @EnumSource
  void shouldKeepEveryPromiseInManyMoreStates(Scenario scenario) throws IOException {
    report(scenario, replay(scenario, EnumSet.noneOf(Omission.class), RANDOM));
  }

  private static void report(Scenario scenario, PowerCuts.Result result) {
    System.out.printf(
        "power cuts, %s: %d events, %d states%n", scenario, result.events(), result.states());
  }

  @ParameterizedTest
  @EnumSource
  void shouldNoticeWhatADriverForgets(Omission omission) {
    AssertionError noticed =
        assertThrows(AssertionError.class, () -> replay(Scenario.PUSH, EnumSet.of(omission), 2));
    String message = String.valueOf(noticed.getMessage());
    assertTrue(message.startsWith("a power cut after event"), message);
  }

  private PowerCuts.Result replay(Scenario scenario, Set<Omission> omissions, int random)
      throws IOException {
    RecordedDisk disk =
        new RecordedDisk(Files.createDirectory(folder.resolve("recorded")), omissions);
    Promises promises = new Promises();
    scenario.steps.accept(new RecordedRegistry(disk, promises));
    return new PowerCuts(
            disk,
            Files.createDirectory(folder.resolve("after")),
            new PowerCuts.Options(random, CHANGING, SEED))
        .replay(new AfterPowerCut(promises));
  }

  private record AfterPowerCut(Promises promises) implements PowerCuts.Check {
    @Override
    public void look(StorageDriver driver) throws IOException {
      promises.check(registry(driver));
      check(driver, false);
    }

    @Override
    public void change(StorageDriver driver) throws IOException {
      check(driver, true);
      TestRegistry registry = registry(driver);
      promises.check(registry);
      Digest image = registry.pushImage("team/app", "afterwards", "pushed after the power cut");
      registry.expect(200, "GET", "/v2/team/app/manifests/" + image);
      check(driver, false);
    }

    private static TestRegistry registry(StorageDriver driver) {
      return new TestRegistry(driver, TestRegistry.options(true, false));
    }

    private static void check(StorageDriver driver, boolean repair) throws IOException {
      StorageCheck.Result result =
          new StorageCheck(driver, new StorageCheck.Options(repair, false, Instant.now()))
              .run(finding -> {});
      assertTrue(result.isSound(), () -> result.findings().toString());
    }
  }

  private static Digest pushImage(RecordedRegistry clients, String repository, String layer) {
    Digest config = clients.pushWhole(repository, "{}", Algorithm.SHA256);
    return clients.pushManifest(
        repository, TestRegistry.image(config, clients.pushInParts(repository, layer)), "latest");
  }

  private static String about(Digest subject, Digest blob) {
    return TestRegistry.image(blob, blob)
        .replaceFirst("}\\s*$", ",\"subject\":" + TestRegistry.descriptor(OCI, subject) + "}");
  }

  private static void push(RecordedRegistry clients) {
    Digest config = clients.pushWhole("team/app", "{}", Algorithm.SHA256);
    Digest layer = clients.pushInParts("team/app", "the first layer");
    Digest image = clients.pushManifest("team/app", TestRegistry.image(config, layer), "latest");
    clients.pushWhole("team/app", "another layer", Algorithm.SHA512);
    clients.mount("team/app", "team/other", layer);
    clients.mount("team/app", "team/other", config);
    clients.pushManifest("team/other", TestRegistry.image(config, layer), "one", "two");
    clients.cancel("team/app");
    clients.abandon("team/app");
    clients.pushReferrer("team/app", image, about(image, config));
  }

  private static void replace(RecordedRegistry clients) {
    pushImage(clients, "team/app", "the first layer");
    pushImage(clients, "team/app", "the second layer");
    pushImage(clients, "team/app", "the first layer");
  }

  private static void delete(RecordedRegistry clients) {
    Digest image = pushImage(clients, "team/app", "the first layer");
    Digest other = pushImage(clients, "team/app", "the second layer");
    Digest blob = clients.pushWhole("team/app", "{}", Algorithm.SHA256);
    Digest referrer = clients.pushReferrer("team/app", image, about(image, blob));
    clients.deleteManifest("team/app", other, new Thing.Tag("team/app", "latest"));
    clients.deleteManifest("team/app", referrer, new Thing.Referrer("team/app", image, referrer));
    pushImage(clients, "team/app", "the third layer");
    clients.deleteTag("team/app", "latest");
    clients.deleteManifest("team/app", image);
  }

  /** The folder above both repositories goes and comes again. */
  private static void emptyAndPushElsewhere(RecordedRegistry clients) {
    Digest image = pushImage(clients, "team/app", "the first layer");
    clients.deleteManifest("team/app", image, new Thing.Tag("team/app", "latest"));
    clients.deleteBlob("team/app", Digest.sha256(TestRegistry.bytes("{}")));
    clients.deleteBlob("team/app", Digest.sha256(TestRegistry.bytes("the first layer")));
    pushImage(clients, "team/next", "the second layer");
  }

  private static void collect(RecordedRegistry clients) {
    Digest unused = clients.pushInParts("team/app", "a layer without image");
    pushImage(clients, "team/app", "the first layer");
    Digest image = pushImage(clients, "team/other", "the second layer");
    clients.deleteManifest("team/other", image, new Thing.Tag("team/other", "latest"));
    clients.collectGarbage(
        new Thing.Blob("team/app", unused),
        new Thing.Blob("team/other", Digest.sha256(TestRegistry.bytes("{}"))),
        new Thing.Blob("team/other", Digest.sha256(TestRegistry.bytes("the second layer"))));
    pushImage(clients, "team/other", "the second layer");
  }

  /** What one of them forces must not count as forced for another that goes on before it has. */
  private static void pushAtOnce(RecordedRegistry clients) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Digest>> pushes = new ArrayList<>();
      for (String repository : List.of("team/a", "team/b", "team/c", "team/c/below")) {
        pushes.add(threads.submit(() -> pushImage(clients, repository, "the same layer")));
      }
      for (Future<Digest> push : pushes) {
        push.get();
      }
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
