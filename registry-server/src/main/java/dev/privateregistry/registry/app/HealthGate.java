package dev.privateregistry.registry.app;

import dev.privateregistry.registry.error.ErrorBody;
import dev.privateregistry.registry.error.ErrorCode;
import dev.privateregistry.registry.error.RegistryException;
import dev.privateregistry.registry.http.Handler;
import dev.privateregistry.registry.http.Headers;
import dev.privateregistry.registry.http.Request;
import dev.privateregistry.registry.http.Response;
import dev.privateregistry.registry.observe.Health;
import org.jspecify.annotations.Nullable;

/** As in distribution every request is answered with 503 while a health check fails. */
record HealthGate(Health health, Handler inner) implements Handler {
  private static final Response UNAVAILABLE =
      Response.of(
          503,
          Headers.of("Content-Type", ErrorBody.CONTENT_TYPE),
          ErrorBody.render(
              new RegistryException(
                      ErrorCode.UNAVAILABLE, "health check failed: please see /debug/health")
                  .errors()));

  @Override
  public @Nullable Response answerNow(Request request) {
    return health.isWell() ? inner.answerNow(request) : null;
  }

  @Override
  public Response answer(Request request) throws Exception {
    return health.isWell() ? inner.answer(request) : UNAVAILABLE;
  }
}
