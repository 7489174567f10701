package dev.privateregistry.e2e.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** All three programs at once on one data folder, with one {@code http.secret}. */
@Tag("clients")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OneVolumeTest {
  private static final Duration SEEN_WITHIN = Duration.ofSeconds(5);
  private static final Content CONFIG =
      Content.blob("{\"architecture\":\"amd64\",\"os\":\"linux\"}");

  private final Map<Program, RunningRegistry> registries = new EnumMap<>(Program.class);
  private Path folder = Path.of("");
  private Path data = Path.of("");

  @BeforeAll
  void startAll(@TempDir Path shared) throws Exception {
    folder = shared;
    data = Files.createDirectory(folder.resolve("data"));
    for (Program program : Program.values()) {
      registries.put(program, RunningRegistry.start(program, Setting.OPEN, folder, data));
    }
  }

  @AfterAll
  void stopAll() throws InterruptedException {
    for (RunningRegistry registry : registries.values()) {
      registry.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldServeAndListEverywhereWhatAnyPushed(Program pusher) throws Exception {
    String repository = "pushed/" + pusher.name().toLowerCase(Locale.ROOT);
    Content layer = Content.blob("pushed to " + pusher);
    Content image = Content.dockerImage(CONFIG, layer);
    Content oci = Content.ociImage(CONFIG, layer);
    Content index = Content.index(Content.OCI_INDEX, oci);
    push(pusher, repository, CONFIG, layer);
    for (Content manifest : List.of(image, oci, index)) {
      tag(pusher, repository, "v" + manifest.bytes().length, manifest);
    }
    for (Program reader : Program.values()) {
      assertArrayEquals(layer.bytes(), ok(reader, blob(repository, layer)).body());
      for (Content manifest : List.of(image, oci, index)) {
        String tag = "v" + manifest.bytes().length;
        for (String reference : List.of(tag, manifest.digest())) {
          Answer answer = ok(reader, manifest(repository, reference, manifest));
          assertArrayEquals(manifest.bytes(), answer.body());
          assertEquals(manifest.type(), answer.field("Content-Type"));
          assertEquals(manifest.digest(), answer.field("Docker-Content-Digest"));
        }
        String quoted = '"' + tag + '"';
        await(reader + " lists " + tag, () -> list(reader, repository).contains(quoted));
      }
      String name = '"' + repository + '"';
      await(
          reader + " lists " + repository,
          () -> send(reader, Request.get("/v2/_catalog")).text().contains(name));
    }
  }

  static Stream<Arguments> orders() {
    return Stream.of(Program.values())
        .flatMap(
            first ->
                Stream.of(Program.values())
                    .filter(second -> second != first)
                    .map(second -> Arguments.of(first, second, other(first, second))));
  }

  private static Program other(Program first, Program second) {
    return Stream.of(Program.values())
        .filter(program -> program != first && program != second)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("orders")
  void shouldGoOnWithAnUploadThatAnotherStarted(Program first, Program second, Program third) {
    String repository = "uploads/%s-%s".formatted(first, second).toLowerCase(Locale.ROOT);
    Content blob = Content.blob("onetwothree of " + repository);
    String location = "/v2/" + repository + "/blobs/uploads/";
    location = next(first, Request.post(location));
    location = next(second, Request.patch(location).type(Content.OCTETS).body("one"));
    location = next(third, Request.patch(location).type(Content.OCTETS).body("two"));
    location = next(first, Request.patch(location).type(Content.OCTETS).body("three"));
    Answer end =
        send(second, Request.put(location + "&digest=" + blob.digest()).body(" of " + repository));
    assertEquals(201, end.status(), end.text());
    for (Program reader : Program.values()) {
      assertArrayEquals(blob.bytes(), ok(reader, blob(repository, blob)).body());
    }
  }

  private String next(Program program, Request request) {
    Answer answer = send(program, request);
    assertEquals(202, answer.status(), program + " " + request.method() + ": " + answer.text());
    URI uri = URI.create(Objects.requireNonNull(answer.field("Location")));
    return uri.getRawPath() + "?" + uri.getRawQuery();
  }

  @ParameterizedTest
  @EnumSource
  void shouldForgetEverywhereWhatAnyDeleted(Program deleter) throws Exception {
    for (Program pusher : Program.values()) {
      String repository = "deleted/%s-%s".formatted(pusher, deleter).toLowerCase(Locale.ROOT);
      Content layer = Content.blob("deleted from " + repository);
      Content image = Content.dockerImage(CONFIG, layer);
      push(pusher, repository, CONFIG, layer);
      tag(pusher, repository, "one", image);
      for (Program reader : Program.values()) {
        ok(reader, manifest(repository, "one", image));
        ok(reader, blob(repository, layer));
      }
      String at = "/v2/" + repository;
      assertEquals(
          202, send(deleter, Request.delete(at + "/manifests/" + image.digest())).status());
      assertEquals(202, send(deleter, Request.delete(at + "/blobs/" + layer.digest())).status());
      for (Program reader : Program.values()) {
        String what = "%s after %s in %s".formatted(reader, deleter, repository);
        for (String reference : List.of("one", image.digest())) {
          Request request = manifest(repository, reference, image);
          await("no " + reference + " at " + what, () -> send(reader, request).status() == 404);
        }
        await("no blob at " + what, () -> send(reader, blob(repository, layer)).status() == 404);
        await("no tag at " + what, () -> !list(reader, repository).contains("\"one\""));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldSeeEverywhereWhereAnyMovedATag(Program mover) throws Exception {
    String repository = "moved/" + mover.name().toLowerCase(Locale.ROOT);
    Content layer = Content.blob("moved");
    Content before = Content.dockerImage(CONFIG);
    Content after = Content.dockerImage(CONFIG, layer);
    push(Program.OURS, repository, CONFIG, layer);
    tag(Program.OURS, repository, "latest", before);
    for (Program reader : Program.values()) {
      ok(reader, manifest(repository, "latest", before));
    }
    tag(mover, repository, "latest", after);
    for (Program reader : Program.values()) {
      await(
          reader + " sees the move",
          () ->
              after
                  .digest()
                  .equals(
                      send(reader, manifest(repository, "latest", after))
                          .field("Docker-Content-Digest")));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"REGISTRY_2", "REGISTRY_3"})
  void shouldKeepWhatLivesWhenDistributionCollectsGarbage(Program collector) throws Exception {
    String repository = "collected/" + collector.name().toLowerCase(Locale.ROOT);
    Content layer = Content.blob("lives in " + repository);
    Content dead = Content.blob("dies in " + repository);
    Content image = Content.ociImage(CONFIG, layer);
    Content index = Content.index(Content.OCI_INDEX, image);
    Content referrer =
        Content.ociImage(
            ",\"subject\":"
                + image.descriptor(image.type())
                + ",\"artifactType\":\"application/x\"",
            CONFIG);
    Content gone = Content.ociImage(CONFIG, dead);
    push(Program.OURS, repository, CONFIG, layer, dead);
    tag(Program.OURS, repository, image.digest(), image);
    tag(Program.OURS, repository, "live", index);
    tag(Program.OURS, repository, referrer.digest(), referrer);
    tag(Program.OURS, repository, "gone", gone);
    String at = "/v2/" + repository;
    assertEquals(
        202, send(Program.OURS, Request.delete(at + "/manifests/" + gone.digest())).status());

    collector.collectGarbage(Setting.OPEN.write(folder, data, 0, ""));

    for (Program reader : Program.values()) {
      assertArrayEquals(layer.bytes(), ok(reader, blob(repository, layer)).body());
      assertArrayEquals(index.bytes(), ok(reader, manifest(repository, "live", index)).body());
      for (Content manifest : List.of(image, referrer)) {
        Answer answer = ok(reader, manifest(repository, manifest.digest(), manifest));
        assertArrayEquals(manifest.bytes(), answer.body());
      }
      await(
          "no dead blob at " + reader, () -> send(reader, blob(repository, dead)).status() == 404);
    }
    Answer referrers = ok(Program.OURS, Request.get(at + "/referrers/" + image.digest()));
    assertTrue(referrers.text().contains(referrer.digest()), referrers.text());
  }

  private void push(Program program, String repository, Content... blobs) {
    for (Content blob : blobs) {
      String location = next(program, Request.post("/v2/" + repository + "/blobs/uploads/"));
      Request put = Request.put(location + "&digest=" + blob.digest()).type(Content.OCTETS);
      assertEquals(201, send(program, put.body(blob.bytes())).status());
    }
  }

  private void tag(Program program, String repository, String reference, Content manifest) {
    Request put = Request.put("/v2/" + repository + "/manifests/" + reference);
    Answer answer = send(program, put.type(manifest.type()).body(manifest.bytes()));
    assertEquals(201, answer.status(), answer.text());
  }

  private static Request blob(String repository, Content blob) {
    return Request.get("/v2/" + repository + "/blobs/" + blob.digest());
  }

  private static Request manifest(String repository, String reference, Content manifest) {
    return Request.get("/v2/" + repository + "/manifests/" + reference).accept(manifest.type());
  }

  private String list(Program program, String repository) {
    return send(program, Request.get("/v2/" + repository + "/tags/list")).text();
  }

  private Answer ok(Program program, Request request) {
    Answer answer = send(program, request);
    assertEquals(200, answer.status(), program + " " + request.target() + ": " + answer.text());
    return answer;
  }

  private Answer send(Program program, Request request) {
    return Objects.requireNonNull(registries.get(program)).send(request);
  }

  private static void await(String what, Supplier<Boolean> condition) throws InterruptedException {
    long deadline = System.nanoTime() + SEEN_WITHIN.toNanos();
    while (!condition.get()) {
      assertTrue(System.nanoTime() < deadline, what);
      Thread.sleep(20);
    }
  }
}
