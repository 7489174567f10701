package dev.privateregistry.registry.auth;

import dev.privateregistry.registry.http.Request;
import org.jspecify.annotations.Nullable;

/** Users with a password may do everything, nobody else may do anything. Basic authentication. */
public final class UserAccess implements AccessControl {
  private final Passwords passwords;
  private final String challenge;

  public UserAccess(Passwords passwords, String realm) {
    this.passwords = passwords;
    this.challenge = basicChallenge(realm);
  }

  static String basicChallenge(String realm) {
    return "Basic realm=\"" + realm + "\"";
  }

  @Override
  public @Nullable AccessDecision decideNow(Request request, Access access) {
    String authorization = request.header("Authorization");
    if (authorization == null || !BasicCredentials.isIn(authorization)) {
      return Refusals.unauthorized(challenge, access);
    }
    return passwords.remembered(authorization);
  }

  @Override
  public AccessDecision decide(Request request, Access access) {
    String authorization = request.header("Authorization");
    if (authorization == null) {
      return Refusals.unauthorized(challenge, access);
    }
    return switch (passwords.verify(authorization)) {
      case Passwords.Verdict.Accepted accepted -> accepted.verified().decision();
      case Passwords.Verdict.Wrong wrong -> Refusals.unauthorized(challenge, access);
      case Passwords.Verdict.Overloaded overloaded -> Refusals.overloaded();
    };
  }
}
