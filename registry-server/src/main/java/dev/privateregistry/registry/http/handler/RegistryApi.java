package dev.privateregistry.registry.http.handler;

import dev.privateregistry.registry.auth.AccessControl;
import dev.privateregistry.registry.auth.AccessDecision;
import dev.privateregistry.registry.blob.Blobs;
import dev.privateregistry.registry.blob.Uploads;
import dev.privateregistry.registry.catalog.Manifests;
import dev.privateregistry.registry.catalog.Repositories;
import dev.privateregistry.registry.error.Dialect;
import dev.privateregistry.registry.error.ErrorCode;
import dev.privateregistry.registry.error.RegistryException;
import dev.privateregistry.registry.error.WordedDetail;
import dev.privateregistry.registry.http.Handler;
import dev.privateregistry.registry.http.Headers;
import dev.privateregistry.registry.http.Request;
import dev.privateregistry.registry.http.Response;
import dev.privateregistry.registry.http.router.Route;
import dev.privateregistry.registry.http.router.Router;
import dev.privateregistry.registry.notification.ContentListener;
import dev.privateregistry.registry.storage.FreshCache;
import dev.privateregistry.registry.storage.StorageDriver;
import dev.privateregistry.registry.storage.StorageFullException;
import dev.privateregistry.registry.storage.StorageUnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The registry's API: finds the route, asks for access, calls the endpoint, names errors. */
public final class RegistryApi implements Handler {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryApi.class);

  /** In seconds: until somebody has seen to the storage. */
  private static final String RETRY_AFTER = "30";

  private static final Response NOT_FOUND =
      Response.of(
          404,
          Headers.of(
              "Content-Type", "text/plain; charset=utf-8", "X-Content-Type-Options", "nosniff"),
          "404 page not found\n".getBytes(StandardCharsets.UTF_8));

  private final AccessControl access;
  private final MutationGuard guard;
  private final Answers answers;
  private final Response base;
  private final ManifestEndpoint manifests;
  private final BlobEndpoint blobs;
  private final Uploads uploadSessions;
  private final UploadStartEndpoint uploadStart;
  private final UploadEndpoint uploads;
  private final ListEndpoint lists;
  private final ReferrersEndpoint referrers;
  private final ContentEvents events;

  /** Without anybody who listens. */
  public RegistryApi(StorageDriver driver, AccessControl access, ApiOptions options) {
    this(driver, access, options, ContentListener.NONE);
  }

  public RegistryApi(
      StorageDriver driver, AccessControl access, ApiOptions options, ContentListener listener) {
    Dialect dialect = options.wording().dialect();
    this.access = access;
    this.guard = new MutationGuard(options.mutations(), dialect);
    this.answers = new Answers(options.wording().extraHeaders(), dialect);
    this.base = answers.json(200, "{}");
    ApiOptions.Limits limits = options.limits();
    Blobs blobStore = new Blobs(driver);
    this.uploadSessions = new Uploads(driver, blobStore, Clock.systemUTC());
    Manifests manifestStore = new Manifests(driver, blobStore, limits.push());
    this.events = new ContentEvents(listener, blobStore, manifestStore);
    UploadAnswers uploadAnswers = new UploadAnswers(answers, options.publicUrl(), options.secret());
    this.lists = new ListEndpoint(manifestStore, new Repositories(driver), answers, limits);
    this.referrers = new ReferrersEndpoint(manifestStore, answers);
    this.manifests =
        new ManifestEndpoint(
            manifestStore,
            answers,
            options.publicUrl(),
            new ManifestEndpoint.Listings(lists, referrers),
            limits.cacheBytes() / 2);
    this.blobs = new BlobEndpoint(blobStore, answers, limits.cacheBytes() / 2);
    this.uploadStart = new UploadStartEndpoint(blobStore, uploadSessions, access, uploadAnswers);
    this.uploads = new UploadEndpoint(uploadSessions, uploadAnswers, options.secret(), dialect);
  }

  /** The uploads under way. */
  public Uploads uploadSessions() {
    return uploadSessions;
  }

  /** How the cache of manifests and blobs has done. */
  public FreshCache.Counts cacheCounts() {
    return manifests.cacheCounts().plus(blobs.cacheCounts());
  }

  @Override
  public @Nullable Response answerNow(Request request) {
    String method = request.method();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return null;
    }
    Route route = Router.route(method, request.path());
    Response response =
        switch (route) {
          case Route.Base r -> base;
          case Route.Manifest manifest -> manifests.getNow(request, manifest);
          case Route.Blob blob -> blobs.getNow(request, blob);
          case Route.Root r -> null;
          case Route.Catalog r -> null;
          case Route.TagList r -> null;
          case Route.Referrers r -> null;
          case Route.Uploads r -> null;
          case Route.Upload r -> null;
          case Route.Invalid r -> null;
          case Route.Unknown r -> null;
        };
    if (response == null) {
      return null;
    }
    return switch (access.decideNow(request, NeededAccess.of(method, route))) {
      case null -> null;
      case AccessDecision.Granted granted -> {
        request.identify(granted.principal());
        if (events.isHeard()) {
          events.read(request, route, response);
        }
        yield response;
      }
      case AccessDecision.Refused refused -> answers.complete(refused.response());
    };
  }

  @Override
  public Response answer(Request request) {
    try {
      return respond(request, Router.route(request.method(), request.path()));
    } catch (RegistryException e) {
      return answers.error(e);
    } catch (StorageFullException e) {
      LOG.error("{} {}: {}", request.method(), request.path(), e.getMessage());
      return answers.error(
          new RegistryException(
              507, ErrorCode.UNAVAILABLE, "the registry's storage is full; nothing was stored"));
    } catch (StorageUnavailableException e) {
      LOG.error("{} {}: {}", request.method(), request.path(), e.getMessage());
      return answers.error(
          new RegistryException(
              ErrorCode.UNAVAILABLE, "the registry's storage cannot be used at the moment"),
          "Retry-After",
          RETRY_AFTER);
    } catch (IOException e) {
      LOG.error("{} {}: storage failed", request.method(), request.path(), e);
      return answers.error(
          new RegistryException(
              ErrorCode.UNKNOWN, "the registry's storage failed; its log has the reason"));
    }
  }

  private Response respond(Request request, Route route) throws IOException {
    if (route instanceof Route.Unknown) {
      return answers.complete(NOT_FOUND);
    }
    String method = request.method();
    String allow = String.join(", ", route.methods());
    if (method.equals("OPTIONS")) {
      return answers.empty(200, "Allow", allow);
    }
    if (!route.methods().contains(method)) {
      return answers.error(
          new RegistryException(ErrorCode.UNSUPPORTED, method + " is not supported here"),
          "Allow",
          allow);
    }
    return switch (route) {
      case Route.Root root -> answers.empty(200, "Cache-Control", "no-cache");
      case Route.Invalid invalid ->
          throw new RegistryException(invalid.code(), WordedDetail.of(invalid.detail()));
      default -> authorized(request, route);
    };
  }

  private Response authorized(Request request, Route route) throws IOException {
    AccessDecision decision = access.decide(request, NeededAccess.of(request.method(), route));
    return switch (decision) {
      case AccessDecision.Granted granted -> {
        request.identify(granted.principal());
        guard.check(request.method(), route);
        Response response = dispatch(request, route);
        if (events.isHeard()) {
          tell(request, route, response);
        }
        yield response;
      }
      case AccessDecision.Refused refused -> answers.complete(refused.response());
    };
  }

  private void tell(Request request, Route route, Response response) {
    if (request.method().equals("GET") || request.method().equals("HEAD")) {
      events.read(request, route, response);
    } else {
      events.changed(request, route, response);
    }
  }

  private Response dispatch(Request request, Route route) throws IOException {
    String method = request.method();
    return switch (route) {
      case Route.Base b -> base;
      case Route.Catalog catalog ->
          lists.catalog(request, catalog, access.visibleTo(request.principal()));
      case Route.TagList list -> lists.tags(request, list);
      case Route.Referrers list -> referrers.get(request, list);
      case Route.Manifest manifest ->
          switch (method) {
            case "PUT" -> manifests.put(request, manifest);
            case "DELETE" -> manifests.delete(manifest);
            default -> manifests.get(request, manifest);
          };
      case Route.Blob blob ->
          method.equals("DELETE") ? blobs.delete(blob) : blobs.get(request, blob);
      case Route.Uploads start -> uploadStart.post(request, start);
      case Route.Upload upload ->
          switch (method) {
            case "PATCH" -> uploads.patch(request, upload);
            case "PUT" -> uploads.put(request, upload);
            case "DELETE" -> uploads.delete(request, upload);
            default -> uploads.get(request, upload);
          };
      case Route.Root r -> throw new IllegalStateException("answered before");
      case Route.Invalid r -> throw new IllegalStateException("answered before");
      case Route.Unknown r -> throw new IllegalStateException("answered before");
    };
  }
}
