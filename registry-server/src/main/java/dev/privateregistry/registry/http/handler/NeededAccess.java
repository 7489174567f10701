package dev.privateregistry.registry.http.handler;

import dev.privateregistry.registry.auth.Access;
import dev.privateregistry.registry.auth.Access.Action;
import dev.privateregistry.registry.domain.RepositoryName;
import dev.privateregistry.registry.http.router.Route;
import java.util.Set;

/** What a request must be allowed to do before its endpoint is called. */
final class NeededAccess {
  private static final Access BASE = new Access.Base();
  private static final Access CATALOG = new Access.Catalog();
  private static final Set<Action> PULL = Set.of(Action.PULL);
  private static final Set<Action> PULL_PUSH = Set.of(Action.PULL, Action.PUSH);
  private static final Set<Action> DELETE = Set.of(Action.DELETE);

  private NeededAccess() {}

  static Access of(String method, Route route) {
    return switch (route) {
      case Route.Catalog catalog -> CATALOG;
      case Route.TagList list -> on(list.name(), PULL);
      case Route.Referrers referrers -> on(referrers.name(), PULL);
      case Route.Manifest manifest -> on(manifest.name(), onContent(method));
      case Route.Blob blob -> on(blob.name(), onContent(method));
      case Route.Uploads uploads -> on(uploads.name(), PULL_PUSH);
      case Route.Upload upload ->
          method.equals("DELETE")
              ? new Access.UploadCancel(upload.name().value())
              : on(upload.name(), PULL_PUSH);
      case Route.Base base -> BASE;
      case Route.Root root -> BASE;
      case Route.Invalid invalid -> BASE;
      case Route.Unknown unknown -> BASE;
    };
  }

  private static Set<Action> onContent(String method) {
    return switch (method) {
      case "GET", "HEAD" -> PULL;
      case "DELETE" -> DELETE;
      default -> PULL_PUSH;
    };
  }

  private static Access on(RepositoryName name, Set<Action> actions) {
    return new Access.Repository(name.value(), actions);
  }
}
