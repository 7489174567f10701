package dev.privateregistry.registry.http.handler;

import dev.privateregistry.registry.auth.Access;
import dev.privateregistry.registry.auth.AccessControl;
import dev.privateregistry.registry.auth.AccessDecision;
import dev.privateregistry.registry.blob.Blobs;
import dev.privateregistry.registry.blob.UploadSession;
import dev.privateregistry.registry.blob.UploadWriter;
import dev.privateregistry.registry.blob.Uploads;
import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.Digest.Algorithm;
import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.error.ErrorCode;
import dev.privateregistry.registry.error.RegistryException;
import dev.privateregistry.registry.http.Request;
import dev.privateregistry.registry.http.Response;
import dev.privateregistry.registry.http.router.Query;
import dev.privateregistry.registry.http.router.Route;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** {@code POST /v2/<name>/blobs/uploads/}: starts an upload, mounts a blob or takes a whole one. */
final class UploadStartEndpoint {
  private static final Digest EMPTY = Digest.sha256(new byte[0]);

  private final Blobs blobs;
  private final Uploads uploads;
  private final AccessControl access;
  private final UploadAnswers answers;

  UploadStartEndpoint(Blobs blobs, Uploads uploads, AccessControl access, UploadAnswers answers) {
    this.blobs = blobs;
    this.uploads = uploads;
    this.access = access;
    this.answers = answers;
  }

  Response post(Request request, Route.Uploads route) throws IOException {
    Query query = new Query(request.query());
    RepositoryName name = route.name();
    Digest mounted = mounted(request, query, name);
    if (mounted != null) {
      return answers.created(request, name, mounted);
    }
    String digestText = query.first("digest");
    Digest digest = digestText == null ? null : Digest.tryParse(digestText);
    if (digestText != null && digest == null) {
      throw new RegistryException(
          ErrorCode.DIGEST_INVALID, "the parameter digest is not a sha256 or sha512 digest");
    }
    Algorithm algorithm = digest == null ? algorithm(query) : digest.algorithm();
    UploadSession session = uploads.start(name, UploadAnswers.ownerOf(request), algorithm);
    if (digest == null || (request.body().length() == 0 && !digest.equals(EMPTY))) {
      return answers.accepted(request, session, 0);
    }
    takeWhole(request, session, digest);
    return answers.created(request, name, digest);
  }

  /** The parameter {@code digest-algorithm}: with what the client will name the blob. */
  private static Algorithm algorithm(Query query) {
    String label = query.first("digest-algorithm");
    if (label == null) {
      return Algorithm.SHA256;
    }
    for (Algorithm algorithm : Algorithm.values()) {
      if (algorithm.label().equals(label)) {
        return algorithm;
      }
    }
    throw new RegistryException(
        ErrorCode.DIGEST_INVALID, "the parameter digest-algorithm must be sha256 or sha512");
  }

  /** The blob that was mounted; null when none was asked for, or it is not there or not allowed. */
  private @Nullable Digest mounted(Request request, Query query, RepositoryName to)
      throws IOException {
    String mount = query.first("mount");
    Digest digest = mount == null ? null : Digest.tryParse(mount);
    RepositoryName from = digest == null ? null : source(query, digest);
    if (digest == null || from == null) {
      return null;
    }
    Access pull = Access.Repository.of(from.value(), Access.Action.PULL);
    boolean allowed = access.decide(request, pull) instanceof AccessDecision.Granted;
    return allowed && blobs.mount(from, to, digest) ? digest : null;
  }

  /** Where the blob is to be taken from: as the client says, or where it was seen last. */
  private @Nullable RepositoryName source(Query query, Digest digest) {
    String from = query.first("from");
    return from == null ? blobs.seenIn(digest) : RepositoryName.tryParse(from);
  }

  private void takeWhole(Request request, UploadSession session, Digest digest) throws IOException {
    try (UploadWriter writer = uploads.open(session, digest)) {
      try {
        writer.append(UploadAnswers.source(request));
        writer.commit(digest);
      } catch (IOException | RuntimeException e) {
        // the client has no Location to go on with
        writer.cancel();
        throw e;
      }
    }
  }
}
