package dev.privateregistry.operator.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.javaoperatorsdk.operator.RuntimeInfo;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** Serves {@code /healthz}, {@code /readyz} and {@code /metrics} in plain http. */
final class OperationsServer implements AutoCloseable {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;
  private final JvmGcMetrics collections;

  private OperationsServer(HttpServer server, JvmGcMetrics collections) {
    this.server = server;
    this.collections = collections;
  }

  static OperationsServer start(int port, RuntimeInfo runtime, PrometheusMeterRegistry meters)
      throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
    JvmGcMetrics collections = new JvmGcMetrics();
    collections.bindTo(meters);
    new JvmMemoryMetrics().bindTo(meters);
    new JvmThreadMetrics().bindTo(meters);
    new ProcessorMetrics().bindTo(meters);
    server.createContext("/healthz", exchange -> health(exchange, runtime));
    server.createContext("/readyz", exchange -> health(exchange, runtime));
    server.createContext(
        "/metrics", exchange -> answer(exchange, 200, PROMETHEUS, meters.scrape()));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return new OperationsServer(server, collections);
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    collections.close();
  }

  private static void health(HttpExchange exchange, RuntimeInfo runtime) throws IOException {
    boolean healthy = runtime.isStarted() && runtime.allEventSourcesAreHealthy();
    String detail =
        healthy ? "ok\n" : "not watching: " + runtime.unhealthyEventSources().keySet() + "\n";
    answer(exchange, healthy ? 200 : 503, TEXT, detail);
  }

  private static void answer(HttpExchange exchange, int code, String type, String body)
      throws IOException {
    try (exchange) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(code, head ? -1 : bytes.length);
      if (!head) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }
}
