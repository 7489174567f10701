package dev.privateregistry.registry.auth;

import dev.privateregistry.registry.http.Request;
import org.jspecify.annotations.Nullable;

/** Tells clients how to log in. */
@FunctionalInterface
public interface Challenge {
  /** There is no way to log in with a request. */
  Challenge NONE = (request, access, error) -> null;

  /**
   * The WWW-Authenticate field, or null when there is nothing to offer.
   *
   * @param error what was wrong with a token, as RFC 6750 names it; empty for nothing
   */
  @Nullable String of(Request request, Access access, String error);

  /** Basic authentication (RFC 7617). */
  static Challenge basic(String realm) {
    String field = "Basic realm=\"" + realm + "\"";
    return (request, access, error) -> field;
  }

  /** Bearer tokens (RFC 6750, with the parameters of distribution's token specification). */
  static String bearer(String realm, String service, Access access, String error) {
    StringBuilder field = new StringBuilder(160);
    field.append("Bearer realm=\"").append(realm).append('"');
    field.append(",service=\"").append(service).append('"');
    String scope = Refusals.scope(access);
    if (!scope.isEmpty()) {
      field.append(",scope=\"").append(scope).append('"');
    }
    if (!error.isEmpty()) {
      field.append(",error=\"").append(error).append('"');
    }
    return field.toString();
  }
}
