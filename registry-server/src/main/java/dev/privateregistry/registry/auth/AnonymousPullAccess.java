package dev.privateregistry.registry.auth;

import dev.privateregistry.registry.http.PublicUrl;
import dev.privateregistry.registry.http.Request;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Anybody may pull, users may do everything. Clients decide once, at {@code /v2/}, how they will
 * log in: were it open they would never send a password, and were it closed by Basic they could not
 * go on without one. So the challenge is for a token, which {@link TokenEndpoint} gives to users
 * and to anybody. A password sent outright is accepted too.
 */
public final class AnonymousPullAccess implements AccessControl {
  private static final AccessDecision ANYBODY = new AccessDecision.Granted(Principal.ANONYMOUS);
  private static final Set<Access.Action> OPEN = Set.of(Access.Action.PULL);

  private final Passwords passwords;
  private final AccessTokens tokens;
  private final PublicUrl url;

  public AnonymousPullAccess(Passwords passwords, AccessTokens tokens, PublicUrl url) {
    this.passwords = passwords;
    this.tokens = tokens;
    this.url = url;
  }

  @Override
  public @Nullable AccessDecision decideNow(Request request, Access access) {
    String authorization = request.header("Authorization");
    if (authorization == null) {
      return isOpen(access) ? ANYBODY : challenge(request, access, "");
    }
    if (AccessTokens.isIn(authorization)) {
      return byToken(request, access, authorization);
    }
    return BasicCredentials.isIn(authorization)
        ? passwords.remembered(authorization)
        : challenge(request, access, "");
  }

  @Override
  public AccessDecision decide(Request request, Access access) {
    AccessDecision now = decideNow(request, access);
    String authorization = request.header("Authorization");
    if (now != null || authorization == null) {
      return now == null ? challenge(request, access, "") : now;
    }
    return switch (passwords.verify(authorization)) {
      case Passwords.Verdict.Accepted accepted -> accepted.verified().decision();
      case Passwords.Verdict.Wrong wrong -> challenge(request, access, "");
      case Passwords.Verdict.Overloaded overloaded -> Refusals.overloaded();
    };
  }

  private AccessDecision byToken(Request request, Access access, String authorization) {
    AccessDecision.Granted granted = tokens.verify(authorization);
    if (granted == null) {
      return challenge(request, access, "invalid_token");
    }
    return switch (granted.principal()) {
      case Principal.User user -> granted;
      case Principal.Anonymous nobody ->
          isOpen(access) || access instanceof Access.Base
              ? granted
              : challenge(request, access, "insufficient_scope");
    };
  }

  private static boolean isOpen(Access access) {
    return access instanceof Access.Repository repository && OPEN.containsAll(repository.actions());
  }

  private AccessDecision challenge(Request request, Access access, String error) {
    StringBuilder challenge = new StringBuilder(160);
    String base = url.absolute(request);
    challenge.append("Bearer realm=\"").append(base).append(TokenEndpoint.PATH).append('"');
    challenge.append(",service=\"").append(service(base)).append('"');
    String scope = Refusals.scope(access);
    if (!scope.isEmpty()) {
      challenge.append(",scope=\"").append(scope).append('"');
    }
    if (!error.isEmpty()) {
      challenge.append(",error=\"").append(error).append('"');
    }
    return Refusals.unauthorized(challenge.toString(), access);
  }

  private static String service(String base) {
    int slashes = base.indexOf("//");
    return slashes < 0 ? "registry" : base.substring(slashes + 2);
  }
}
