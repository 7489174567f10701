package dev.privateregistry.registry.http.handler;

import dev.privateregistry.registry.auth.Principal;
import dev.privateregistry.registry.blob.ByteSource;
import dev.privateregistry.registry.blob.UploadSession;
import dev.privateregistry.registry.domain.Digest;
import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.error.ErrorCode;
import dev.privateregistry.registry.error.RegistryException;
import dev.privateregistry.registry.http.PublicUrl;
import dev.privateregistry.registry.http.Request;
import dev.privateregistry.registry.http.RequestBody;
import dev.privateregistry.registry.http.Response;
import java.io.IOException;

/** What the two endpoints of uploads have in common. */
final class UploadAnswers {
  private final Answers answers;
  private final PublicUrl publicUrl;
  private final UploadSecret secret;

  UploadAnswers(Answers answers, PublicUrl publicUrl, UploadSecret secret) {
    this.answers = answers;
    this.publicUrl = publicUrl;
    this.secret = secret;
  }

  /** 202: go on at this Location. */
  Response accepted(Request request, UploadSession session, long offset) {
    return answers.empty(202, fields(request, session, offset));
  }

  /** 204: this is how far the upload is. */
  Response status(Request request, UploadSession session, long offset) {
    return answers.empty(204, fields(request, session, offset));
  }

  Response cancelled(UploadSession session) {
    return answers.empty(204, "Docker-Upload-UUID", session.id());
  }

  /** 416 with all a client needs to go on where the upload really is. */
  Response outOfOrder(Request request, UploadSession session, long offset) {
    return answers.error(
        new RegistryException(
            ErrorCode.RANGE_INVALID, "the upload has " + offset + " bytes; go on from there"),
        fields(request, session, offset));
  }

  /** 201: the blob is stored. */
  Response created(Request request, RepositoryName name, Digest digest) {
    return answers.empty(
        201,
        "Location",
        publicUrl.prefix(request) + "/v2/" + name + "/blobs/" + digest,
        "Docker-Content-Digest",
        digest.toString());
  }

  private String[] fields(Request request, UploadSession session, long offset) {
    UploadState state =
        new UploadState(
            session.repository().value(),
            session.id(),
            offset,
            session.startedAt().toString(),
            session.owner());
    String location =
        publicUrl.prefix(request)
            + "/v2/"
            + session.repository()
            + "/blobs/uploads/"
            + session.id()
            + "?_state="
            + state.token(secret).replace("=", "%3D");
    return new String[] {
      "Location",
      location,
      "Range",
      "0-" + Math.max(0, offset - 1),
      "Docker-Upload-UUID",
      session.id(),
    };
  }

  /** Who a session belongs to: a user's name cannot be mistaken for nobody. */
  static String ownerOf(Request request) {
    return switch (request.principal()) {
      case Principal.Anonymous anonymous -> "anonymous";
      case Principal.User user -> "user:" + user.name();
    };
  }

  /** The body of a request; a client that goes away ends it with an error of the catalogue. */
  static ByteSource source(Request request) {
    RequestBody body = request.body();
    return () -> {
      try {
        return body.next();
      } catch (IOException e) {
        throw new RegistryException(
            400, ErrorCode.BLOB_UPLOAD_INVALID, "the request body ended early: " + e.getMessage());
      }
    };
  }
}
