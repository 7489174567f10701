package dev.privateregistry.registry.auth;

import dev.privateregistry.registry.http.Response;

/** May this request do that? */
public sealed interface AccessDecision {
  /** Yes, as this principal. */
  record Granted(Principal principal) implements AccessDecision {}

  /** No; this is the answer to send, 401 with a challenge or 403. */
  record Refused(Response response) implements AccessDecision {}
}
