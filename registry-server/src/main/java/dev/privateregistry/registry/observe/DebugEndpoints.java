package dev.privateregistry.registry.observe;

import dev.privateregistry.registry.http.Handler;
import dev.privateregistry.registry.http.Headers;
import dev.privateregistry.registry.http.Request;
import dev.privateregistry.registry.http.Response;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The debug port.
 *
 * <pre>
 * /live          200 while the process runs
 * /ready         200 when it should get requests, else 503
 * /debug/health  as in distribution: 200 or 503, and what is wrong
 * /status        what is in force now
 * /metrics       Prometheus, when enabled; the path can be configured
 * </pre>
 */
public final class DebugEndpoints implements Handler {
  private static final String JSON = "application/json";
  private static final String TEXT = "text/plain; charset=utf-8";

  private final Supplier<ServerStatus> status;
  private final Metrics metrics;
  private final Optional<String> metricsPath;

  /** Answers from these. */
  public DebugEndpoints(
      Supplier<ServerStatus> status, Metrics metrics, Optional<String> metricsPath) {
    this.status = status;
    this.metrics = metrics;
    this.metricsPath = metricsPath;
  }

  @Override
  public Response answer(Request request) throws IOException {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return Response.empty(405, Headers.of("Allow", "GET, HEAD"));
    }
    if (metricsPath.isPresent() && metricsPath.get().equals(request.path())) {
      return metrics.read(request.header("Accept"));
    }
    return switch (request.path()) {
      case "/live" -> Response.text(200, TEXT, "ok\n");
      case "/ready" -> ready(status.get());
      case "/debug/health" -> health(status.get());
      case "/status" -> Response.text(200, JSON, status.get().toJson() + "\n");
      default -> Response.text(404, TEXT, "404 page not found\n");
    };
  }

  private static Response ready(ServerStatus now) {
    if (now.ready()) {
      return Response.text(200, TEXT, "ok\n");
    }
    String reason =
        now.draining()
            ? "draining"
            : now.unhealthy().entrySet().stream()
                .map(problem -> problem.getKey() + ": " + problem.getValue())
                .collect(Collectors.joining("; "));
    return Response.text(503, TEXT, reason + "\n");
  }

  private static Response health(ServerStatus now) {
    return Response.text(now.unhealthy().isEmpty() ? 200 : 503, JSON, now.toHealthJson());
  }
}
