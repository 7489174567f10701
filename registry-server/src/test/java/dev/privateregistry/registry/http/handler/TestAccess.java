package dev.privateregistry.registry.http.handler;

import dev.privateregistry.registry.auth.Access;
import dev.privateregistry.registry.auth.AccessControl;
import dev.privateregistry.registry.auth.AccessDecision;
import dev.privateregistry.registry.auth.Principal;
import dev.privateregistry.registry.http.Headers;
import dev.privateregistry.registry.http.Request;
import dev.privateregistry.registry.http.Response;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Believes the X-User field; keeps everybody out of repositories below a prefix. */
final class TestAccess implements AccessControl {
  final List<Access> asked = new CopyOnWriteArrayList<>();
  String keepsOut = "secret/";
  boolean hidesSecrets;

  @Override
  public @Nullable AccessDecision decideNow(Request request, Access access) {
    return decide(request, access);
  }

  @Override
  public @Nullable Predicate<String> visibleTo(Principal principal) {
    return hidesSecrets ? name -> !name.startsWith(keepsOut) : null;
  }

  @Override
  public AccessDecision decide(Request request, Access access) {
    asked.add(access);
    if (access instanceof Access.Repository repository && repository.name().startsWith(keepsOut)) {
      return new AccessDecision.Refused(Response.empty(403, Headers.none()));
    }
    String user = request.header("X-User");
    return new AccessDecision.Granted(
        user == null ? Principal.ANONYMOUS : new Principal.User(user));
  }
}
