package dev.privateregistry.registry.http.handler;

import dev.privateregistry.registry.blob.Blobs;
import dev.privateregistry.registry.blob.Blobs.BlobFacts;
import dev.privateregistry.registry.domain.ByteRange;
import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.error.ErrorCode;
import dev.privateregistry.registry.error.RegistryException;
import dev.privateregistry.registry.http.Request;
import dev.privateregistry.registry.http.Response;
import dev.privateregistry.registry.http.ResponseBody;
import dev.privateregistry.registry.http.router.Route;
import dev.privateregistry.registry.storage.FreshCache;
import dev.privateregistry.registry.storage.StoredFile;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** {@code /v2/<name>/blobs/<digest>}. */
final class BlobEndpoint {
  private static final int SMALL = 64 * 1024;
  private static final String CACHE_CONTROL = "max-age=31536000";
  private static final int ENTRY_OVERHEAD = 1024;

  private final Blobs blobs;
  private final Answers answers;
  private final FreshCache<Route.Blob, Found> cache;

  /**
   * A blob with its answers, made once and sent any number of times.
   *
   * @param whole with the content if the blob is small, else null
   */
  private record Found(
      BlobFacts facts,
      EntityTag tag,
      Response head,
      Response notModified,
      @Nullable Response whole) {
    int weight() {
      return ENTRY_OVERHEAD + (whole == null ? 0 : (int) whole.body().length());
    }
  }

  BlobEndpoint(Blobs blobs, Answers answers, long cacheBytes) {
    this.blobs = blobs;
    this.answers = answers;
    this.cache =
        new FreshCache<>(cacheBytes, (key, found) -> found.weight(), this::load, System::nanoTime);
  }

  /** The answer to GET or HEAD if it is in memory; else null. */
  @Nullable Response getNow(Request request, Route.Blob route) {
    Found found = cache.getNow(route);
    if (found == null) {
      return null;
    }
    if (found.tag().isNamedBy(request.header("If-None-Match"))) {
      return found.notModified();
    }
    if (request.method().equals("HEAD")) {
      return found.head();
    }
    return request.header("Range") == null ? found.whole() : null;
  }

  FreshCache.Counts cacheCounts() {
    return cache.counts();
  }

  Response get(Request request, Route.Blob route) throws IOException {
    Found found = cache.get(route);
    if (found == null) {
      throw unknown(route.digest());
    }
    if (found.tag().isNamedBy(request.header("If-None-Match"))) {
      return found.notModified();
    }
    if (request.method().equals("HEAD")) {
      return found.head();
    }
    return switch (range(request, found)) {
      case ByteRange.Whole whole ->
          found.whole() != null
              ? found.whole()
              : part(200, route, found, new ByteRange.Part(0, found.facts().size()));
      case ByteRange.Part part -> part(206, route, found, part);
      case ByteRange.Unsatisfiable none ->
          answers.error(
              new RegistryException(
                  ErrorCode.RANGE_INVALID, "the blob has " + found.facts().size() + " bytes"),
              "Content-Range",
              "bytes */" + found.facts().size());
    };
  }

  /** The range asked for; the whole when it is bound to another version of the content. */
  private static ByteRange range(Request request, Found found) {
    String condition = request.header("If-Range");
    return condition != null && !condition.trim().equals(found.tag().quoted())
        ? ByteRange.WHOLE
        : ByteRange.of(request.header("Range"), found.facts().size());
  }

  private Response part(int status, Route.Blob route, Found found, ByteRange.Part part)
      throws IOException {
    ResponseBody body = body(route, found, part);
    if (status == 200) {
      return answers.of(200, body, fields(route.digest(), found.tag()));
    }
    long size = found.facts().size();
    String range =
        "bytes " + part.offset() + "-" + (part.offset() + part.length() - 1) + "/" + size;
    String[] fields = fields(route.digest(), found.tag(), "Content-Range", range);
    return answers.of(206, body, fields);
  }

  private ResponseBody body(Route.Blob route, Found found, ByteRange.Part part) throws IOException {
    if (found.whole() != null && found.whole().body() instanceof ResponseBody.Bytes bytes) {
      int offset = (int) part.offset();
      return new ResponseBody.Bytes(
          Arrays.copyOfRange(bytes.content(), offset, offset + (int) part.length()));
    }
    StoredFile file = blobs.open(found.facts());
    if (file == null) {
      cache.invalidate(route);
      throw unknown(route.digest());
    }
    return switch (file) {
      case StoredFile.OnDisk disk ->
          new ResponseBody.FileRange(disk.channel(), part.offset(), part.length());
      case StoredFile.Streamed streamed ->
          new ResponseBody.Channel(streamed.range(part.offset(), part.length()), part.length());
    };
  }

  private @Nullable Found load(Route.Blob key, @Nullable Found previous) throws IOException {
    BlobFacts facts = blobs.find(key.name(), key.digest());
    if (facts == null) {
      return null;
    }
    if (previous != null && previous.facts().equals(facts)) {
      return previous;
    }
    EntityTag tag = EntityTag.of(key.digest());
    String[] fields = fields(key.digest(), tag);
    String length = Long.toString(facts.size());
    Response head = answers.empty(200, fields(key.digest(), tag, "Content-Length", length));
    Response notModified =
        answers.empty(
            304,
            "Docker-Content-Digest",
            key.digest().toString(),
            "ETag",
            tag.quoted(),
            "Cache-Control",
            CACHE_CONTROL);
    Response whole = null;
    if (facts.size() <= SMALL) {
      byte[] content = blobs.read(facts);
      if (content == null) {
        return null;
      }
      whole = answers.of(200, new ResponseBody.Bytes(content), fields);
    }
    return new Found(facts, tag, head, notModified, whole);
  }

  private static String[] fields(Digest digest, EntityTag tag, String... more) {
    String[] fields = {
      "Content-Type",
      "application/octet-stream",
      "Docker-Content-Digest",
      digest.toString(),
      "ETag",
      tag.quoted(),
      "Cache-Control",
      CACHE_CONTROL,
      "Accept-Ranges",
      "bytes",
    };
    String[] all = Arrays.copyOf(fields, fields.length + more.length);
    System.arraycopy(more, 0, all, fields.length, more.length);
    return all;
  }

  Response delete(Route.Blob route) throws IOException {
    boolean existed = blobs.unlink(route.name(), route.digest());
    cache.invalidate(route);
    if (!existed) {
      throw unknown(route.digest());
    }
    return answers.empty(202);
  }

  private static RegistryException unknown(Digest digest) {
    return new RegistryException(ErrorCode.BLOB_UNKNOWN, digest.toString());
  }
}
