package dev.privateregistry.registry.auth;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.registry.http.Handler;
import dev.privateregistry.registry.http.Headers;
import dev.privateregistry.registry.http.Request;
import dev.privateregistry.registry.http.Response;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Where clients turn a password into a token, or get one that anybody may have (distribution's
 * token specification, {@code GET}).
 */
public final class TokenEndpoint implements Handler {
  public static final String PATH = "/auth/token";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Passwords passwords;
  private final AccessTokens tokens;
  private final String challenge;

  public TokenEndpoint(Passwords passwords, AccessTokens tokens, String realm) {
    this.passwords = passwords;
    this.tokens = tokens;
    this.challenge = "Basic realm=\"" + realm + "\"";
  }

  @Override
  public Response answer(Request request) {
    if (!request.method().equals("GET")) {
      return Response.empty(405, Headers.of("Allow", "GET"));
    }
    if (request.header("Authorization") == null) {
      return token(tokens.issueToAnybody());
    }
    return switch (passwords.verify(request)) {
      case Passwords.Verdict.Accepted accepted -> {
        request.identify(accepted.verified().identification().granted().principal());
        yield token(tokens.issueTo(accepted.verified()));
      }
      case Passwords.Verdict.Wrong wrong ->
          Refusals.unauthorized(challenge, new Access.Base()).response();
      case Passwords.Verdict.Limited limited -> Refusals.limited(limited.pause()).response();
      case Passwords.Verdict.Overloaded overloaded -> Refusals.overloaded().response();
    };
  }

  private static Response token(String token) {
    ObjectNode body = JSON.createObjectNode();
    body.put("token", token);
    body.put("access_token", token);
    body.put("expires_in", AccessTokens.LIFETIME.toSeconds());
    body.put("issued_at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    return Response.of(
        200,
        Headers.of("Content-Type", "application/json", "Cache-Control", "no-store"),
        body.toString().getBytes(StandardCharsets.UTF_8));
  }
}
