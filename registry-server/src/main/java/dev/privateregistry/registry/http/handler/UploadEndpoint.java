package dev.privateregistry.registry.http.handler;

import dev.privateregistry.registry.blob.UploadSession;
import dev.privateregistry.registry.blob.UploadWriter;
import dev.privateregistry.registry.blob.Uploads;
import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.error.Dialect;
import dev.privateregistry.registry.error.ErrorCode;
import dev.privateregistry.registry.error.RegistryException;
import dev.privateregistry.registry.error.WordedDetail;
import dev.privateregistry.registry.http.Request;
import dev.privateregistry.registry.http.Response;
import dev.privateregistry.registry.http.router.Query;
import dev.privateregistry.registry.http.router.Route;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v2/<name>/blobs/uploads/<id>}: goes on with an upload, ends it, or tells how far it is.
 */
final class UploadEndpoint {
  private final Uploads uploads;
  private final UploadAnswers answers;
  private final UploadSecret secret;
  private final Dialect dialect;

  UploadEndpoint(Uploads uploads, UploadAnswers answers, UploadSecret secret, Dialect dialect) {
    this.uploads = uploads;
    this.answers = answers;
    this.secret = secret;
    this.dialect = dialect;
  }

  Response get(Request request, Route.Upload route) throws IOException {
    UploadState given = state(request, route);
    UploadState state = dialect.tellsStatusWithoutState() ? given : required(given);
    UploadSession session =
        state == null ? remembered(request, route) : session(request, route, state);
    return answers.status(request, session, uploads.offset(session));
  }

  Response patch(Request request, Route.Upload route) throws IOException {
    UploadState state = required(state(request, route));
    UploadSession session = session(request, route, state);
    try (UploadWriter writer = uploads.open(session, null)) {
      if (!isInOrder(request, state, writer.offset())) {
        return answers.outOfOrder(request, session, writer.offset());
      }
      append(request, writer);
      return answers.accepted(request, session, writer.offset());
    }
  }

  Response put(Request request, Route.Upload route) throws IOException {
    UploadState state = required(state(request, route));
    UploadSession session = session(request, route, state);
    Digest digest = digest(request);
    try (UploadWriter writer = uploads.open(session, digest)) {
      if (!isInOrder(request, state, writer.offset())) {
        return answers.outOfOrder(request, session, writer.offset());
      }
      append(request, writer);
      writer.commit(digest);
      return answers.created(request, route.name(), digest);
    }
  }

  Response delete(Request request, Route.Upload route) throws IOException {
    UploadSession session = session(request, route, required(state(request, route)));
    try (UploadWriter writer = uploads.open(session, null)) {
      writer.cancel();
      return answers.cancelled(session);
    }
  }

  private static Digest digest(Request request) {
    String text = new Query(request.query()).first("digest");
    Digest digest = text == null ? null : Digest.tryParse(text);
    if (digest == null) {
      throw new RegistryException(
          ErrorCode.DIGEST_INVALID,
          text == null
              ? "the parameter digest is missing"
              : "the parameter digest is not a sha256 or sha512 digest");
    }
    return digest;
  }

  /** Whether the Location used and the Content-Range sent, if any, start where the bytes end. */
  private static boolean isInOrder(Request request, UploadState state, long offset) {
    if (state.offset() != offset) {
      return false;
    }
    String field = request.header("Content-Range");
    if (field == null || field.isBlank()) {
      return true;
    }
    ContentRange range = ContentRange.tryParse(field);
    if (range == null || range.first() != offset) {
      return false;
    }
    long declared = request.body().length();
    if (declared >= 0 && declared != range.length()) {
      throw wrongSize(declared, range);
    }
    return true;
  }

  private static void append(Request request, UploadWriter writer) throws IOException {
    long start = writer.offset();
    writer.append(UploadAnswers.source(request));
    String field = request.header("Content-Range");
    ContentRange range = field == null ? null : ContentRange.tryParse(field);
    long received = writer.offset() - start;
    if (range != null && received != range.length()) {
      writer.truncate(start);
      throw wrongSize(received, range);
    }
  }

  private static RegistryException wrongSize(long length, ContentRange range) {
    return new RegistryException(
        ErrorCode.SIZE_INVALID,
        "the body has " + length + " bytes, but Content-Range says " + range.length());
  }

  /** What the request's {@code _state} says; null when it has none. */
  private @Nullable UploadState state(Request request, Route.Upload route) {
    String token = new Query(request.query()).first("_state");
    if (token == null) {
      return null;
    }
    UploadState state = UploadState.verify(token, secret);
    if (state == null
        || !state.name().equals(route.name().value())
        || !state.uuid().equals(route.id())) {
      throw invalid("the parameter _state is not one that this registry gave for this upload");
    }
    return state;
  }

  private static UploadState required(@Nullable UploadState state) {
    if (state == null) {
      throw invalid("the parameter _state is missing: use the Location of the last answer");
    }
    return state;
  }

  private static RegistryException invalid(String detail) {
    return new RegistryException(ErrorCode.BLOB_UPLOAD_INVALID, WordedDetail.of(detail));
  }

  private UploadSession remembered(Request request, Route.Upload route) {
    return owned(uploads.remembered(route.name(), route.id()), request, route);
  }

  private UploadSession session(Request request, Route.Upload route, UploadState state)
      throws IOException {
    String owner = state.owner() != null ? state.owner() : UploadAnswers.ownerOf(request);
    return owned(uploads.find(route.name(), route.id(), owner), request, route);
  }

  /** The session if it is the caller's; a foreign one looks as if there were none. */
  private static UploadSession owned(
      @Nullable UploadSession session, Request request, Route.Upload route) {
    if (session == null || !session.owner().equals(UploadAnswers.ownerOf(request))) {
      throw new RegistryException(ErrorCode.BLOB_UPLOAD_UNKNOWN, WordedDetail.of(route.id()));
    }
    return session;
  }
}
