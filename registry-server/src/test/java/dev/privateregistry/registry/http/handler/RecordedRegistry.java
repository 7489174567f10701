package dev.privateregistry.registry.http.handler;

import static dev.privateregistry.registry.http.handler.TestRegistry.OCI;
import static dev.privateregistry.registry.http.handler.TestRegistry.bytes;

import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.gc.GarbageCollector;
import dev.privateregistry.registry.gc.Journal;
import dev.privateregistry.registry.http.FakeRequest;
import dev.privateregistry.registry.http.handler.Promises.Effects;
import dev.privateregistry.registry.http.handler.Promises.Thing;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.filesystem.RecordedDisk;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** A registry on a recorded disk, and clients that note what they were promised. */
final class RecordedRegistry {
  private final RecordedDisk disk;
  private final Promises promises;
  private final StorageDriver driver;
  private final TestRegistry registry;

  RecordedRegistry(RecordedDisk disk, Promises promises) {
    this.disk = disk;
    this.promises = promises;
    this.driver = disk.driver();
    this.registry = new TestRegistry(driver, TestRegistry.options(true, false));
  }

  private void request(String what, Effects effects, Runnable sent) {
    disk.say(what + " begins", () -> promises.begin(effects));
    sent.run();
    disk.say(what + " has succeeded", () -> promises.keep(effects));
  }

  private void request(int status, FakeRequest request, Effects effects) {
    request(
        request.method() + " " + request.path(), effects, () -> registry.expect(status, request));
  }

  /** Pushes a blob as docker does, in two PATCH requests. */
  Digest pushInParts(String repository, String content) {
    byte[] all = bytes(content);
    String start = registry.start(repository);
    String next =
        TestRegistry.location(
            registry.expect(
                202,
                FakeRequest.of("PATCH", start)
                    .chunked(Arrays.copyOf(all, 3), Arrays.copyOfRange(all, 3, 7))));
    String last =
        TestRegistry.location(
            registry.expect(
                202, FakeRequest.of("PATCH", next).body(Arrays.copyOfRange(all, 7, all.length))));
    Digest digest = Digest.sha256(all);
    request(
        201,
        FakeRequest.of("PUT", last + "&digest=" + digest),
        new Effects().adds(new Thing.Blob(repository, digest)));
    return digest;
  }

  Digest pushWhole(String repository, String content, Digest.Algorithm algorithm) {
    Digest digest = Digest.of(algorithm, bytes(content));
    String target = "/v2/" + repository + "/blobs/uploads/?digest=" + digest;
    request(
        201,
        FakeRequest.of("POST", target).body(content),
        new Effects().adds(new Thing.Blob(repository, digest)));
    return digest;
  }

  void mount(String from, String to, Digest digest) {
    String target = "/v2/" + to + "/blobs/uploads/?mount=" + digest + "&from=" + from;
    request(201, FakeRequest.of("POST", target), new Effects().adds(new Thing.Blob(to, digest)));
  }

  /** Starts an upload, sends a part of it and ends it. */
  void cancel(String repository) {
    String start = registry.start(repository);
    registry.expect(202, FakeRequest.of("PATCH", start).chunked(bytes("given up")));
    registry.expect(204, "DELETE", start);
  }

  /** Starts an upload that nobody goes on with. */
  void abandon(String repository) {
    registry.expect(
        202, FakeRequest.of("PATCH", registry.start(repository)).chunked(bytes("left alone")));
  }

  Digest pushManifest(String repository, String json, String... tags) {
    Digest digest = Digest.sha256(bytes(json));
    Effects effects = new Effects().adds(new Thing.Manifest(repository, digest));
    for (String tag : tags) {
      effects.names(new Thing.Tag(repository, tag), digest);
    }
    String target =
        tags.length == 1
            ? tags[0]
            : digest + (tags.length == 0 ? "" : "?tag=" + String.join("&tag=", tags));
    request(201, put(repository, target, json), effects);
    return digest;
  }

  Digest pushReferrer(String repository, Digest subject, String json) {
    Digest digest = Digest.sha256(bytes(json));
    request(
        201,
        put(repository, digest.toString(), json),
        new Effects()
            .adds(new Thing.Manifest(repository, digest))
            .adds(new Thing.Referrer(repository, subject, digest)));
    return digest;
  }

  private static FakeRequest put(String repository, String reference, String json) {
    return FakeRequest.of("PUT", "/v2/" + repository + "/manifests/" + reference)
        .with("Content-Type", OCI)
        .body(json);
  }

  void deleteTag(String repository, String tag) {
    request(
        202,
        FakeRequest.of("DELETE", "/v2/" + repository + "/manifests/" + tag),
        new Effects().removes(new Thing.Tag(repository, tag)));
  }

  void deleteManifest(String repository, Digest digest, Thing... withIt) {
    Effects effects = new Effects().removes(new Thing.Manifest(repository, digest));
    for (Thing thing : withIt) {
      effects.removes(thing);
    }
    request(202, FakeRequest.of("DELETE", "/v2/" + repository + "/manifests/" + digest), effects);
  }

  void deleteBlob(String repository, Digest digest) {
    request(
        202,
        FakeRequest.of("DELETE", "/v2/" + repository + "/blobs/" + digest),
        new Effects().removes(new Thing.Blob(repository, digest)));
  }

  /** Collects garbage, which takes these away and nothing else. */
  void collectGarbage(Thing... gone) {
    Effects effects = new Effects();
    for (Thing thing : gone) {
      effects.removes(thing);
    }
    request("garbage collection", effects, this::collectAll);
  }

  private void collectAll() {
    try {
      new GarbageCollector(
              driver,
              new GarbageCollector.Options(false, false, Instant.now().plus(Duration.ofDays(1))),
              SILENT)
          .run();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static final Journal SILENT =
      new Journal() {
        @Override
        public void progress(String line) {}

        @Override
        public void problem(String line) {
          throw new AssertionError(line);
        }
      };
}
