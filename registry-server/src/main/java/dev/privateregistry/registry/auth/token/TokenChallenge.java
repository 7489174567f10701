package dev.privateregistry.registry.auth.token;

import dev.privateregistry.registry.auth.Access;
import dev.privateregistry.registry.auth.Challenge;
import dev.privateregistry.registry.http.PublicUrl;
import dev.privateregistry.registry.http.Request;
import java.util.Optional;

/**
 * Sends clients to the token server.
 *
 * @param realm the address of the token server
 * @param redirect the path of the token server on the host that the client used, instead of the
 *     realm ({@code auth.token.autoredirect})
 */
public record TokenChallenge(String realm, String service, Optional<String> redirect, PublicUrl url)
    implements Challenge {
  @Override
  public String of(Request request, Access access, String error) {
    String where = redirect.map(path -> url.asSeen(request, "https") + path).orElse(realm);
    return Challenge.bearer(where, service, access, error);
  }
}
