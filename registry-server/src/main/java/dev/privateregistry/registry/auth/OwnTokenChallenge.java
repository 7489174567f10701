package dev.privateregistry.registry.auth;

import dev.privateregistry.registry.http.PublicUrl;
import dev.privateregistry.registry.http.Request;
import java.util.function.BooleanSupplier;

/**
 * How clients of an htpasswd file log in. Clients decide once, at {@code /v2/}, how they will do
 * it: were it open they would never send a password, and were it closed by Basic they could not go
 * on without one. So where strangers may do something, the challenge is for a token, which {@link
 * TokenEndpoint} gives to users and to anybody; else it is Basic. A password sent outright is
 * accepted either way.
 */
public final class OwnTokenChallenge implements Challenge {
  private final BooleanSupplier openToStrangers;
  private final Challenge basic;
  private final PublicUrl url;

  public OwnTokenChallenge(BooleanSupplier openToStrangers, String realm, PublicUrl url) {
    this.openToStrangers = openToStrangers;
    this.basic = Challenge.basic(realm);
    this.url = url;
  }

  @Override
  public String of(Request request, Access access, String error) {
    if (!openToStrangers.getAsBoolean()) {
      return String.valueOf(basic.of(request, access, error));
    }
    String base = url.absolute(request);
    return Challenge.bearer(base + TokenEndpoint.PATH, service(base), access, error);
  }

  private static String service(String base) {
    int slashes = base.indexOf("//");
    return slashes < 0 ? "registry" : base.substring(slashes + 2);
  }
}
