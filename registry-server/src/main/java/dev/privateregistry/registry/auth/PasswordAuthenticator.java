package dev.privateregistry.registry.auth;

import dev.privateregistry.registry.http.Request;
import org.jspecify.annotations.Nullable;

/** Users of an htpasswd file: by password, or by a token that {@link TokenEndpoint} gave for it. */
public final class PasswordAuthenticator implements Authenticator {
  private static final Identification WRONG = new Identification.Invalid("");
  private static final Identification BAD_TOKEN = new Identification.Invalid("invalid_token");

  private final Passwords passwords;
  private final @Nullable AccessTokens tokens;

  /**
   * Users of these passwords.
   *
   * @param tokens null when no tokens are given out
   */
  public PasswordAuthenticator(Passwords passwords, @Nullable AccessTokens tokens) {
    this.passwords = passwords;
    this.tokens = tokens;
  }

  @Override
  public @Nullable Identification identifyNow(Request request) {
    String authorization = request.header("Authorization");
    if (authorization == null) {
      return Identification.NOBODY;
    }
    if (tokens != null && AccessTokens.isIn(authorization)) {
      Identification known = tokens.verify(authorization);
      return known == null ? BAD_TOKEN : known;
    }
    return BasicCredentials.isIn(authorization) ? passwords.remembered(authorization) : WRONG;
  }

  @Override
  public Identification identify(Request request) {
    Identification now = identifyNow(request);
    if (now != null) {
      return now;
    }
    return switch (passwords.verify(request)) {
      case Passwords.Verdict.Accepted accepted -> accepted.verified().identification();
      case Passwords.Verdict.Wrong wrong -> WRONG;
      case Passwords.Verdict.Limited limited ->
          new Identification.NotNow(Refusals.limited(limited.pause()));
      case Passwords.Verdict.Overloaded overloaded ->
          new Identification.NotNow(Refusals.overloaded());
    };
  }
}
