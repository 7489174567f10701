package dev.privateregistry.registry.app;

import dev.privateregistry.registry.auth.TokenEndpoint;
import dev.privateregistry.registry.http.Handler;
import dev.privateregistry.registry.http.Request;
import dev.privateregistry.registry.http.Response;
import org.jspecify.annotations.Nullable;

/** Sends requests for tokens to their endpoint, all others to the registry's API. */
record FrontDoor(Handler api, TokenEndpoint tokens) implements Handler {
  @Override
  public @Nullable Response answerNow(Request request) {
    return isForToken(request) ? null : api.answerNow(request);
  }

  @Override
  public Response answer(Request request) throws Exception {
    return isForToken(request) ? tokens.answer(request) : api.answer(request);
  }

  private static boolean isForToken(Request request) {
    return request.path().equals(TokenEndpoint.PATH);
  }
}
