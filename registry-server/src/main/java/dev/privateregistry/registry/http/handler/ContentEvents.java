package dev.privateregistry.registry.http.handler;

import dev.privateregistry.registry.blob.Blobs;
import dev.privateregistry.registry.catalog.Manifests;
import dev.privateregistry.registry.catalog.Manifests.StoredManifest;
import dev.privateregistry.registry.domain.Descriptor;
import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.domain.Tag;
import dev.privateregistry.registry.error.RegistryException;
import dev.privateregistry.registry.http.Headers;
import dev.privateregistry.registry.http.Request;
import dev.privateregistry.registry.http.Response;
import dev.privateregistry.registry.http.ResponseBody;
import dev.privateregistry.registry.http.router.Query;
import dev.privateregistry.registry.http.router.Route;
import dev.privateregistry.registry.manifest.Manifest;
import dev.privateregistry.registry.manifest.ManifestParser;
import dev.privateregistry.registry.notification.ContentEvent;
import dev.privateregistry.registry.notification.ContentEvent.Action;
import dev.privateregistry.registry.notification.ContentEvent.Content;
import dev.privateregistry.registry.notification.ContentEvent.Kind;
import dev.privateregistry.registry.notification.ContentEvent.Target;
import dev.privateregistry.registry.notification.ContentListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a listener what clients have done, by the answers they are about to get: as in distribution
 * a HEAD is a pull too. An answer that refuses something, or says that nothing has changed, is no
 * event.
 */
final class ContentEvents {
  private static final Logger LOG = LoggerFactory.getLogger(ContentEvents.class);
  private static final String BLOB_TYPE = "application/octet-stream";

  private final ContentListener listener;
  private final Blobs blobs;
  private final Manifests manifests;

  ContentEvents(ContentListener listener, Blobs blobs, Manifests manifests) {
    this.listener = listener;
    this.blobs = blobs;
    this.manifests = manifests;
  }

  boolean isHeard() {
    return !listener.equals(ContentListener.NONE);
  }

  /** A GET or HEAD was answered; never blocks. */
  void read(Request request, Route route, Response response) {
    if (response.status() != 200 && response.status() != 206) {
      return;
    }
    switch (route) {
      case Route.Manifest manifest -> pulledManifest(request, manifest, response);
      case Route.Blob blob -> pulledBlob(request, blob, response);
      default -> {}
    }
  }

  private void pulledManifest(Request request, Route.Manifest route, Response response) {
    if (response.body() instanceof ResponseBody.Bytes body) {
      String type = String.valueOf(response.headers().first("Content-Type"));
      Content content =
          new Content(digestOf(response), type, body.length(), references(body.content(), type));
      Tag tag = route.reference() instanceof Tag pulled ? pulled : null;
      tell(request, Action.PULL, Kind.MANIFEST, new Target(route.name(), content, tag, null));
    }
  }

  private void pulledBlob(Request request, Route.Blob route, Response response) {
    Content content = new Content(route.digest(), BLOB_TYPE, wholeSize(response), List.of());
    tell(request, Action.PULL, Kind.BLOB, new Target(route.name(), content, null, null));
  }

  /** The size of the blob, of which the answer may hold a part or nothing. */
  private static long wholeSize(Response response) {
    String range = response.headers().first("Content-Range");
    String length = response.headers().first("Content-Length");
    if (range != null) {
      return Long.parseLong(range.substring(range.indexOf('/') + 1));
    }
    return length != null ? Long.parseLong(length) : response.body().length();
  }

  /** Anything else was answered. */
  void changed(Request request, Route route, Response response) {
    try {
      switch (route) {
        case Route.Manifest manifest when request.method().equals("PUT") ->
            pushedManifest(request, manifest, response);
        case Route.Manifest manifest -> deletedManifest(request, manifest, response);
        case Route.Blob blob -> deletedBlob(request, blob, response);
        case Route.Upload upload -> pushedBlob(request, upload.name(), response);
        case Route.Uploads start -> startedUpload(request, start.name(), response);
        default -> {}
      }
    } catch (IOException e) {
      LOG.error("an event of {} {} is lost", request.method(), request.path(), e);
    }
  }

  private void pushedManifest(Request request, Route.Manifest route, Response response)
      throws IOException {
    if (response.status() != 201) {
      return;
    }
    Digest digest = digestOf(response);
    StoredManifest stored = manifests.find(route.name(), digest);
    if (stored == null) {
      return;
    }
    String type = stored.mediaType().value();
    byte[] bytes = stored.content();
    Content content = new Content(digest, type, bytes.length, references(bytes, type));
    for (Tag tag : tags(route, response)) {
      tell(request, Action.PUSH, Kind.MANIFEST, new Target(route.name(), content, tag, null));
    }
    if (tags(route, response).isEmpty()) {
      tell(request, Action.PUSH, Kind.MANIFEST, new Target(route.name(), content, null, null));
    }
  }

  private static List<Tag> tags(Route.Manifest route, Response response) {
    if (route.reference() instanceof Tag tag) {
      return List.of(tag);
    }
    return response.headers().fields().stream()
        .filter(field -> field.name().equals("OCI-Tag"))
        .map(field -> Objects.requireNonNull(Tag.tryParse(field.value())))
        .toList();
  }

  private void deletedManifest(Request request, Route.Manifest route, Response response) {
    if (response.status() == 202) {
      Target target =
          switch (route.reference()) {
            case Tag tag -> new Target(route.name(), null, tag, null);
            case Digest digest -> new Target(route.name(), deleted(digest), null, null);
          };
      tell(request, Action.DELETE, Kind.MANIFEST, target);
    }
  }

  private void deletedBlob(Request request, Route.Blob route, Response response) {
    if (response.status() == 202) {
      Target target = new Target(route.name(), deleted(route.digest()), null, null);
      tell(request, Action.DELETE, Kind.BLOB, target);
    }
  }

  private static Content deleted(Digest digest) {
    return new Content(digest, "", 0, List.of());
  }

  private void pushedBlob(Request request, RepositoryName name, Response response)
      throws IOException {
    if (response.status() == 201) {
      tellOfBlob(request, Action.PUSH, name, digestOf(response), null);
    }
  }

  private void startedUpload(Request request, RepositoryName name, Response response)
      throws IOException {
    if (response.status() != 201) {
      return;
    }
    Query query = new Query(request.query());
    Digest digest = digestOf(response);
    if (digest.toString().equals(query.first("mount")) && query.first("digest") == null) {
      String from = query.first("from");
      RepositoryName source = from == null ? null : RepositoryName.tryParse(from);
      tellOfBlob(request, Action.MOUNT, name, digest, source);
    } else {
      tellOfBlob(request, Action.PUSH, name, digest, null);
    }
  }

  private void tellOfBlob(
      Request request,
      Action action,
      RepositoryName name,
      Digest digest,
      @Nullable RepositoryName from)
      throws IOException {
    Blobs.BlobFacts facts = blobs.find(name, digest);
    Content content = new Content(digest, BLOB_TYPE, facts == null ? 0 : facts.size(), List.of());
    tell(request, action, Kind.BLOB, new Target(name, content, null, from));
  }

  private void tell(Request request, Action action, Kind kind, Target target) {
    listener.happened(request, new ContentEvent(action, kind, target));
  }

  private static Digest digestOf(Response response) {
    Headers headers = response.headers();
    return Digest.parse(String.valueOf(headers.first("Docker-Content-Digest")));
  }

  private List<Descriptor> references(byte[] content, String type) {
    if (!listener.wantsReferences()) {
      return List.of();
    }
    try {
      return switch (ManifestParser.parse(content, type)) {
        case Manifest.Image image -> {
          List<Descriptor> all = new ArrayList<>(List.of(image.config()));
          all.addAll(image.layers());
          yield all;
        }
        case Manifest.Index index -> index.manifests();
      };
    } catch (RegistryException e) {
      LOG.debug("a stored manifest cannot be parsed", e);
      return List.of();
    }
  }
}
