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

/**
 * As in distribution every request is answered with 503 while a health check fails. When only the
 * storage does, pulls go on: it may have become read-only, and answers for itself when it is gone.
 */
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
    return passes(request) ? inner.answerNow(request) : null;
  }

  @Override
  public Response answer(Request request) throws Exception {
    return passes(request) ? inner.answer(request) : UNAVAILABLE;
  }

  private boolean passes(Request request) {
    return health.isWell() || (isPull(request) && health.onlyStorageFails());
  }

  private static boolean isPull(Request request) {
    return request.method().equals("GET") || request.method().equals("HEAD");
  }
}
