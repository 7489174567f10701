package dev.privateregistry.registry.http.handler;

import dev.privateregistry.registry.catalog.Manifests;
import dev.privateregistry.registry.catalog.Manifests.Removed;
import dev.privateregistry.registry.catalog.Manifests.Stored;
import dev.privateregistry.registry.catalog.Manifests.StoredManifest;
import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.Reference;
import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.domain.Tag;
import dev.privateregistry.registry.error.ErrorCode;
import dev.privateregistry.registry.error.RegistryException;
import dev.privateregistry.registry.error.WordedDetail;
import dev.privateregistry.registry.http.PublicUrl;
import dev.privateregistry.registry.http.Request;
import dev.privateregistry.registry.http.RequestBody;
import dev.privateregistry.registry.http.Response;
import dev.privateregistry.registry.http.ResponseBody;
import dev.privateregistry.registry.http.router.Route;
import dev.privateregistry.registry.manifest.Manifest;
import dev.privateregistry.registry.manifest.ManifestParser;
import dev.privateregistry.registry.storage.FreshCache;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /v2/<name>/manifests/<reference>}. */
final class ManifestEndpoint {
  private static final int ENTRY_OVERHEAD = 1024;
  private static final int PUT_BUFFER = 8192;

  private final Manifests manifests;
  private final Answers answers;
  private final PublicUrl publicUrl;
  private final Listings listings;
  private final FreshCache<Route.Manifest, Found> cache;

  /** The lists that change with the manifests. */
  record Listings(ListEndpoint lists, ReferrersEndpoint referrers) {
    void pushed(RepositoryName name, Collection<Tag> tags, @Nullable Digest subject) {
      lists.pushed(name, tags);
      referrers.changed(name, subject);
    }

    void removed(RepositoryName name, @Nullable Digest subject) {
      lists.removed(name);
      referrers.changed(name, subject);
    }
  }

  /** A manifest with its answers, made once and sent any number of times. */
  private record Found(
      Digest digest, EntityTag tag, Response whole, Response notModified, int length) {
    Response answer(Request request) {
      return tag.isNamedBy(request.header("If-None-Match")) ? notModified : whole;
    }
  }

  ManifestEndpoint(
      Manifests manifests,
      Answers answers,
      PublicUrl publicUrl,
      Listings listings,
      long cacheBytes) {
    this.manifests = manifests;
    this.answers = answers;
    this.publicUrl = publicUrl;
    this.listings = listings;
    this.cache =
        new FreshCache<>(
            cacheBytes,
            (key, found) -> found.length() + ENTRY_OVERHEAD,
            this::load,
            System::nanoTime);
  }

  /** The answer to GET or HEAD if it is in memory; else null. */
  @Nullable Response getNow(Request request, Route.Manifest route) {
    Found found = cache.getNow(route);
    return found == null ? null : found.answer(request);
  }

  FreshCache.Counts cacheCounts() {
    return cache.counts();
  }

  Response get(Request request, Route.Manifest route) throws IOException {
    Found found = cache.get(route);
    if (found == null) {
      throw new RegistryException(
          ErrorCode.MANIFEST_UNKNOWN,
          switch (route.reference()) {
            case Tag tag -> new WordedDetail("unknown tag=" + tag, Map.of("Tag", tag.value()));
            case Digest digest ->
                new WordedDetail(
                    "unknown manifest name=" + route.name() + " revision=" + digest,
                    Map.of("Name", route.name().value(), "Revision", digest.toString()));
          });
    }
    return found.answer(request);
  }

  private @Nullable Found load(Route.Manifest key, @Nullable Found previous) throws IOException {
    Digest digest = manifests.resolve(key.name(), key.reference());
    while (digest != null) {
      Found found = load(key.name(), digest, previous);
      Digest now = found != null ? digest : manifests.resolve(key.name(), key.reference());
      if (digest.equals(now)) {
        return found;
      }
      // the tag has moved, and what it named before has been deleted
      digest = now;
    }
    return null;
  }

  private @Nullable Found load(RepositoryName name, Digest digest, @Nullable Found previous)
      throws IOException {
    Found known =
        previous != null && previous.digest().equals(digest)
            ? previous
            : cache.getNow(new Route.Manifest(name, digest));
    if (known != null) {
      return manifests.exists(name, digest) ? known : null;
    }
    StoredManifest stored = manifests.find(name, digest);
    return stored == null ? null : found(stored);
  }

  private Found found(StoredManifest stored) {
    EntityTag tag = EntityTag.of(stored.digest());
    String digest = stored.digest().toString();
    Response whole =
        answers.of(
            200,
            new ResponseBody.Bytes(stored.content()),
            "Content-Type",
            stored.mediaType().value(),
            "Docker-Content-Digest",
            digest,
            "ETag",
            tag.quoted());
    Response notModified =
        answers.empty(304, "Docker-Content-Digest", digest, "ETag", tag.quoted());
    return new Found(stored.digest(), tag, whole, notModified, stored.content().length);
  }

  Response put(Request request, Route.Manifest route) throws IOException {
    RepositoryName name = route.name();
    PushedNames names = PushedNames.of(request, route.reference());
    byte[] content = read(request.body());
    Manifest manifest = ManifestParser.parse(content, request.header("Content-Type"));
    Stored stored = manifests.put(name, names.digest(), names.tags(), manifest, content);
    Digest digest = stored.digest();
    Digest subject = manifest.subject() == null ? null : manifest.subject().digest();
    cache.invalidate(new Route.Manifest(name, digest));
    for (Tag tag : names.tags()) {
      cache.invalidate(new Route.Manifest(name, tag));
    }
    listings.pushed(name, names.tags(), subject);
    List<String> fields = new ArrayList<>();
    fields.addAll(List.of("Location", location(request, name, digest)));
    fields.addAll(List.of("Docker-Content-Digest", digest.toString()));
    if (subject != null) {
      fields.addAll(List.of("OCI-Subject", subject.toString()));
    }
    fields.addAll(names.answerFields());
    if (!stored.missing().isEmpty()) {
      fields.addAll(List.of("Warning", sparse(stored.missing().size()).value()));
    }
    return answers.empty(201, fields.toArray(new String[0]));
  }

  private static Warning sparse(int missing) {
    return new Warning(
        "the manifest was stored, but the repository does not have "
            + missing
            + " of the things that it refers to: a pull of them will fail");
  }

  private String location(Request request, RepositoryName name, Digest digest) {
    return publicUrl.prefix(request) + "/v2/" + name + "/manifests/" + digest;
  }

  /** The whole body, as long as it is not larger than a manifest may be. */
  private static byte[] read(RequestBody body) {
    if (body.length() > ManifestParser.MAX_BYTES) {
      throw tooLarge();
    }
    ByteArrayOutputStream content =
        new ByteArrayOutputStream(body.length() > 0 ? (int) body.length() : PUT_BUFFER);
    try {
      for (ByteBuffer piece = body.next(); piece != null; piece = body.next()) {
        if (content.size() + piece.remaining() > ManifestParser.MAX_BYTES) {
          throw tooLarge();
        }
        byte[] bytes = new byte[piece.remaining()];
        piece.get(bytes);
        content.writeBytes(bytes);
      }
    } catch (IOException e) {
      throw new RegistryException(
          ErrorCode.MANIFEST_INVALID,
          WordedDetail.of("the request body ended early: " + e.getMessage()));
    }
    return content.toByteArray();
  }

  private static RegistryException tooLarge() {
    return new RegistryException(
        413,
        ErrorCode.MANIFEST_INVALID,
        WordedDetail.of("a manifest may have " + ManifestParser.MAX_BYTES + " bytes at most"));
  }

  Response delete(Route.Manifest route) throws IOException {
    RepositoryName name = route.name();
    Removed removed =
        switch (route.reference()) {
          case Tag tag -> manifests.delete(name, tag) ? new Removed(List.of(tag), null) : null;
          case Digest digest -> manifests.delete(name, digest);
        };
    if (removed == null) {
      throw new RegistryException(
          ErrorCode.MANIFEST_UNKNOWN, "unknown manifest name=" + name + " " + route.reference());
    }
    for (Reference reference : removed.references()) {
      cache.invalidate(new Route.Manifest(name, reference));
    }
    listings.removed(name, removed.subject());
    return answers.empty(202);
  }
}
