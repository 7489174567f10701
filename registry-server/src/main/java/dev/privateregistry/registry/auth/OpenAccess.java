package dev.privateregistry.registry.auth;

import dev.privateregistry.registry.http.Request;

/** Nobody has to say who they are: everybody may do everything. */
public final class OpenAccess implements AccessControl {
  private static final AccessDecision ANYBODY = new AccessDecision.Granted(Principal.ANONYMOUS);

  @Override
  public AccessDecision decideNow(Request request, Access access) {
    return ANYBODY;
  }

  @Override
  public AccessDecision decide(Request request, Access access) {
    return ANYBODY;
  }
}
