package dev.privateregistry.e2e.kill;

import static dev.privateregistry.e2e.kill.Ledger.ABSENT;
import static dev.privateregistry.e2e.kill.Ledger.PRESENT;

import dev.privateregistry.e2e.kill.Ledger.Thing;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Pushes and deletes images of its own, one after the other, and notes every answer. A repository
 * is shared with others; its tags are not. An upload that a kill cut off is gone on with.
 */
final class Pusher {
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";
  private static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
  private static final int MIN_BLOB = 100;
  private static final int MAX_LAYER = 60_000;

  private final int number;
  private final Ledger ledger;
  private final Random random;
  private @Nullable Unfinished unfinished;
  private int resumed;

  /** An upload that was cut off. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Unfinished(String repository, String location, byte[] content) {}

  /** The registry gave an answer that no client should get. */
  static final class WrongAnswer extends AssertionError {
    private static final long serialVersionUID = 1L;

    WrongAnswer(String request, HttpResponse<byte[]> answer) {
      super(
          request
              + " was answered with "
              + answer.statusCode()
              + " "
              + new String(answer.body(), StandardCharsets.UTF_8));
    }
  }

  Pusher(int number, Ledger ledger, long seed) {
    this.number = number;
    this.ledger = ledger;
    this.random = new Random(seed + number);
  }

  /** How many uploads went on after a kill. */
  int resumed() {
    return resumed;
  }

  /**
   * Pushes an image, and sometimes deletes something.
   *
   * @throws IOException when the registry has gone away
   */
  void round(RegistryClient registry) throws IOException, InterruptedException {
    resume(registry);
    String repository = "team/app-" + random.nextInt(4);
    String tag = "tag-" + number + "-" + random.nextInt(3);
    String layer = blob(registry, repository, bytes(random.nextInt(MAX_LAYER)));
    String config = blob(registry, repository, bytes(200));
    String json =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
            .formatted(IMAGE, descriptor(CONFIG, config), descriptor(LAYER, layer));
    String digest = RegistryClient.digest(json.getBytes(StandardCharsets.UTF_8));
    Thing manifest = new Thing.Manifest(repository, digest);
    Thing name = new Thing.Tag(repository, tag);
    ledger.begin(manifest, PRESENT);
    ledger.begin(name, digest);
    String target = "/v2/" + repository + "/manifests/" + tag;
    HttpResponse<byte[]> answer =
        registry.send("PUT", target, BodyPublishers.ofString(json), "Content-Type", IMAGE);
    expect(201, "PUT " + target, answer);
    ledger.answered(manifest, PRESENT);
    ledger.answered(name, digest);
    switch (random.nextInt(6)) {
      case 0 -> delete(registry, target, name);
      case 1 -> delete(registry, "/v2/" + repository + "/manifests/" + digest, manifest, name);
      default -> {}
    }
  }

  private void delete(RegistryClient registry, String target, Thing... things)
      throws IOException, InterruptedException {
    for (Thing thing : things) {
      ledger.begin(thing, ABSENT);
    }
    expect(202, "DELETE " + target, registry.send("DELETE", target));
    for (Thing thing : things) {
      ledger.answered(thing, ABSENT);
    }
  }

  private String blob(RegistryClient registry, String repository, byte[] content)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> started = registry.send("POST", "/v2/" + repository + "/blobs/uploads/");
    expect(202, "POST " + repository, started);
    String location = RegistryClient.location(started);
    if (random.nextBoolean()) {
      return finish(registry, new Unfinished(repository, location, content), content);
    }
    int half = content.length / 2;
    unfinished = new Unfinished(repository, location, content);
    HttpResponse<byte[]> patched =
        registry.send("PATCH", location, BodyPublishers.ofByteArray(content, 0, half));
    expect(202, "PATCH " + repository, patched);
    unfinished = new Unfinished(repository, RegistryClient.location(patched), content);
    return finish(registry, unfinished, Arrays.copyOfRange(content, half, content.length));
  }

  /** Sends the rest of an upload. */
  private String finish(RegistryClient registry, Unfinished upload, byte[] rest)
      throws IOException, InterruptedException {
    String digest = RegistryClient.digest(upload.content());
    Thing blob = new Thing.Blob(upload.repository(), digest);
    ledger.begin(blob, PRESENT);
    String target = upload.location() + "&digest=" + digest;
    HttpResponse<byte[]> answer = registry.send("PUT", target, BodyPublishers.ofByteArray(rest));
    unfinished = null;
    expect(201, "PUT " + upload.repository() + " " + digest, answer);
    ledger.answered(blob, PRESENT);
    return digest;
  }

  private void resume(RegistryClient registry) throws IOException, InterruptedException {
    Unfinished upload = unfinished;
    if (upload == null) {
      return;
    }
    HttpResponse<byte[]> status = registry.send("GET", upload.location());
    if (status.statusCode() == 404) {
      // it was committed without an answer, or its start was never stored
      unfinished = null;
      return;
    }
    expect(204, "GET " + upload.location(), status);
    String range = status.headers().firstValue("Range").orElseThrow();
    int last = Integer.parseInt(range.substring(range.indexOf('-') + 1));
    int stored = last == 0 ? 0 : last + 1;
    if (stored > upload.content().length) {
      throw new WrongAnswer("GET " + upload.location(), status);
    }
    Unfinished now =
        new Unfinished(upload.repository(), RegistryClient.location(status), upload.content());
    finish(registry, now, Arrays.copyOfRange(upload.content(), stored, upload.content().length));
    resumed++;
  }

  private static void expect(int status, String request, HttpResponse<byte[]> answer) {
    if (answer.statusCode() != status) {
      throw new WrongAnswer(request, answer);
    }
  }

  private static String descriptor(String type, String digest) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":1}".formatted(type, digest);
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length + MIN_BLOB];
    random.nextBytes(bytes);
    return bytes;
  }
}
